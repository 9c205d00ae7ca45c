import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { HubContext } from '../../context.ts';
import type { Database } from '../../db/schema.ts';

export const EPOCH = '11111111-1111-4111-8111-111111111111';

export type RatingValues = Partial<Omit<Insertable<Database['rating']>, 'text'>> & { text?: string };

/** Puts one rating and its inbox row as ingest would; returns its id. */
export async function putRating(
  hub: Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets'>,
  values: RatingValues & { seq: number },
): Promise<string> {
  const { text, ...rest } = values;
  const id = values.id ?? hub.newId();
  const at = values.at ?? hub.now();
  const terminal_id = values.terminal_id ?? 'pad-01';
  const body = Buffer.from(`body ${values.seq}`);
  const sha256 = createHash('sha256').update(body).digest();
  const key = { terminal_id, epoch: EPOCH, seq: values.seq };
  await hub.db
    .insertInto('inbox')
    .values({
      ...key,
      kind: 'rating',
      sha256,
      body,
      at,
      uncertainty_ms: 50,
      clock: 'anchor',
      received_at: values.received_at ?? at,
    })
    .execute();
  await hub.db
    .insertInto('rating')
    .values({
      request_id: null,
      case_no: `WD${values.seq}`,
      stage: 2,
      item_code: null,
      item_name: null,
      window_id: 'w1',
      department_id: 'gs',
      staff_id: 's1',
      level: 5,
      tags: [],
      tag_set_version: 'test.1',
      anonymous: false,
      channel: 4,
      source: 'scanned',
      status: 'counted',
      duplicate_of: null,
      locale: 'zh-CN',
      elder: false,
      app: '0.1.0',
      uncertainty_ms: 50,
      clock: 'anchor',
      relay_state: 'waiting',
      relayed_at: null,
      received_at: at,
      ...rest,
      ...key,
      id,
      at,
      text: text === undefined ? null : hub.secrets.seal(Buffer.from(text), `rating.text:${id}`),
    })
    .execute();
  return id;
}
