import { type Kysely, sql } from 'kysely';

/**
 * Bookings and on-site tickets. Days and minutes are the hall's time; `starts_at` and `ends_at` are the same moments.
 * What a booking says of a person is sealed in `person`, and purged; `holder` is an HMAC of the resident's number.
 */
const statements = [
  `create table booking_matter (
     id text collate "C" primary key, department_id text not null references department, item_code text collate "C",
     name_zh text not null, name_en text not null, place_zh text not null, place_en text not null,
     opening jsonb not null, slot_minutes int not null check (slot_minutes between 5 and 240),
     capacity int not null check (capacity between 1 and 500), position int not null default 0,
     enabled bool not null default true)`,
  // matter_id '' stands for the whole hall.
  `create table booking_exception (
     day text collate "C" not null, matter_id text collate "C" not null default '',
     opens_as int check (opens_as between 1 and 7), reason_zh text not null, reason_en text not null,
     primary key (day, matter_id))`,
  `create table booking (
     id uuid primary key, no text collate "C" not null unique,
     matter_id text collate "C" not null references booking_matter,
     day text collate "C" not null, minute int not null, end_minute int not null,
     starts_at timestamptz not null, ends_at timestamptz not null, check (ends_at > starts_at),
     state text not null check (state in ('requested', 'confirmed', 'refused', 'cancelled', 'used', 'missed')),
     reason text, offered jsonb not null default '[]',
     holder bytea not null, proof text not null check (proof in ('idCard', 'qr', 'sms', 'typed')), person bytea,
     terminal_id text collate "C" not null, source text not null check (source in ('online', 'offline')),
     locale text not null, made_at timestamptz not null, received_at timestamptz not null,
     changed_at timestamptz not null, changed_by text)`,
  // States that hold a seat: who was missed or came had one.
  `create index booking_seat on booking (matter_id, starts_at) where state in ('confirmed', 'used', 'missed')`,
  `create index booking_holder on booking (holder, starts_at desc)`,
  `create index booking_day on booking (day, minute, no)`,
  `create index booking_due on booking (ends_at) where state = 'confirmed'`,
  `create index booking_kept on booking (ends_at) where person is not null`,
  `create table ticket_queue (
     id text collate "C" primary key, letter text not null unique check (letter ~ '^[A-Z]$'),
     name_zh text not null, name_en text not null, place_zh text not null, place_en text not null,
     opening jsonb not null, enabled bool not null default true)`,
  // series '' is the hub's own numbers, else the terminal that gave the number by itself.
  `create table ticket (
     id uuid primary key, queue_id text collate "C" not null references ticket_queue, day text collate "C" not null,
     series text collate "C" not null default '', number int not null, label text not null,
     state text not null check (state in ('waiting', 'called')), terminal_id text collate "C" not null,
     taken_at timestamptz not null, called_at timestamptz, unique (queue_id, day, series, number))`,
  `create index ticket_waiting on ticket (queue_id, day, taken_at, series, number) where state = 'waiting'`,
  `create table ticket_mark (terminal_id text collate "C" primary key, mark text collate "C" not null unique)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const s of statements) await sql.raw(s).execute(db);
}
