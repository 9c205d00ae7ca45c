/** Rows of the outbox that are neither rating nor material, and documents that are kept beside it. */
export const records = `
-- Applications, bookings, petitions: the content is in the outbox alone.
create table record (
  id text primary key,
  seq integer not null unique references outbox (seq) on delete cascade
) strict;

-- Sealed texts by name: what the hub gave for use without it, and what a citizen has half done.
create table document (
  name text primary key,
  body blob not null,
  saved_ms integer not null
) strict;
`;
