import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../contracts/hub/console-api.ts';
import type { RequestState } from '../../contracts/hub/counter-api.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { TagSet } from '../../contracts/rating.ts';

/** Kysely's view of the tables that the migrations make. `bigint` columns arrive as numbers (see `postgres.ts`). */
type Made<T> = ColumnType<T, T | undefined, T>;

export interface Database {
  hall: { id: number; name_zh: string; name_en: string; phone: string };
  department: { id: string; name_zh: string; name_en: string };
  service_window: { id: string; no: string; name_zh: string; name_en: string; department_id: string };
  asset: { sha256: Buffer; type: string; size: number; bytes: Buffer };
  staff: {
    id: string;
    no: string;
    name: string;
    title_zh: string;
    title_en: string;
    stars: number;
    photo_sha256: Buffer | null;
    department_id: string;
  };
  window_staff: { window_id: string; staff_id: string };
  window_duty: { window_id: string; staff_id: string | null; since: Made<Date> };
  service_item: { code: string; name_zh: string; name_en: string; department_id: string };
  hall_case: {
    case_no: string;
    item_code: string;
    department_id: string;
    window_id: string | null;
    staff_id: string | null;
    stage: 1 | 2;
    applicant: Buffer | null;
    handled_at: Date;
  };
  slide: {
    id: string;
    title_zh: string;
    title_en: string;
    asset_sha256: Buffer;
    seconds: number;
    position: number;
    enabled: Made<boolean>;
  };
  notice: {
    id: string;
    title_zh: string;
    title_en: string;
    body_zh: string;
    body_en: string;
    position: number;
    enabled: Made<boolean>;
  };
  tag_set: { version: string; body: JSONColumnType<TagSet>; active: Made<boolean> };
  setting: { key: string; value: JSONColumnType<object>; changed_at: Made<Date> };
  terminal: {
    id: string;
    window_id: string;
    state: 'enrolling' | 'active' | 'revoked';
    public_key: Buffer | null;
    enrolled_at: Date | null;
    last_seen_at: Date | null;
    app: string | null;
    epoch: string | null;
    queue_ready: Made<number>;
    queue_dead: Made<number>;
    oldest_ms: Made<number>;
    fault: string | null;
    clock_offset_ms: number | null;
  };
  enrolment: { terminal_id: string; code_sha256: Buffer; expires_at: Date; used_at: Date | null };
  counter_token: { window_id: string; token_sha256: Buffer; created_at: Made<Date>; created_by: string };
  rating_request: {
    id: string;
    window_id: string;
    staff_id: string | null;
    case_no: string;
    stage: 1 | 2;
    item_code: string | null;
    item_name: string | null;
    state: RequestState;
    source: 'api' | 'page' | 'padWebSocket';
    created_at: Made<Date>;
    expires_at: Date;
    rung_at: Date | null;
    opened_at: Date | null;
    closed_at: Date | null;
  };
  inbox: {
    terminal_id: string;
    epoch: string;
    seq: number;
    kind: string;
    sha256: Buffer;
    body: Buffer;
    at: Date;
    uncertainty_ms: number;
    clock: 'anchor' | 'wall';
    received_at: Made<Date>;
  };
  inbox_duplicate: {
    id: Generated<number>;
    terminal_id: string;
    epoch: string;
    seq: number;
    received_at: Made<Date>;
  };
  quarantine: {
    id: Generated<number>;
    terminal_id: string;
    epoch: string;
    seq: number;
    kind: string;
    sha256: Buffer;
    body: Buffer;
    reason: string;
    received_at: Made<Date>;
  };
  rating: {
    id: string;
    terminal_id: string;
    epoch: string;
    seq: number;
    request_id: string | null;
    case_no: string;
    stage: 1 | 2;
    item_code: string | null;
    item_name: string | null;
    window_id: string;
    department_id: string;
    staff_id: string | null;
    level: 1 | 2 | 3 | 4 | 5;
    tags: string[];
    tag_set_version: string;
    text: Buffer | null;
    anonymous: boolean;
    channel: number;
    source: 'request' | 'scanned' | 'typed';
    status: 'counted' | 'duplicate' | 'unchecked' | 'unknownCase';
    duplicate_of: string | null;
    locale: Locale;
    elder: boolean;
    app: string;
    at: Date;
    uncertainty_ms: number;
    clock: 'anchor' | 'wall';
    received_at: Made<Date>;
    relay_state: 'waiting' | 'relayed' | 'refused' | 'notRelayed';
    relayed_at: Date | null;
  };
  relay_attempt: {
    id: Generated<number>;
    rating_id: string;
    at: Made<Date>;
    outcome: 'relayed' | 'failed' | 'refused';
    detail: string | null;
  };
  relay_retry: { rating_id: string; failures: number; not_before: Date };
  console_user: {
    id: string;
    login: string;
    name: string;
    role: Role;
    password_hash: string;
    must_change: Made<boolean>;
    disabled: Made<boolean>;
    failed: Made<number>;
    locked_until: Date | null;
    last_login_at: Date | null;
    created_at: Made<Date>;
  };
  console_session: {
    token_sha256: Buffer;
    user_id: string;
    created_at: Made<Date>;
    used_at: Made<Date>;
    expires_at: Date;
    ip: string | null;
  };
  audit: {
    id: Generated<number>;
    at: Made<Date>;
    actor: string;
    action: string;
    target: string | null;
    result: 'ok' | 'refused';
    ip: string | null;
    detail: JSONColumnType<Record<string, unknown>>;
    previous: Buffer | null;
    hash: Buffer;
  };
}
