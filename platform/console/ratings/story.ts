import { may, type RatingStory } from '../../../contracts/hub/console-api.ts';
import { RATING_PHOTO, RATING_VIDEO } from '../../../contracts/material.ts';
import { fail, ok } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import type { Actor } from '../actor.ts';
import { appendAudit } from '../audit/append.ts';
import type { SessionUser } from '../auth/sessions.ts';
import { rowsQuery, toRatingRow } from './rows.ts';
import { storySteps } from './steps.ts';

/** Newest this many repeated deliveries and relay attempts are told. */
const MAX_STEPS = 100;

/**
 * Everything the hub knows of one rating, but nothing of who rated. The free text is opened for roles that may read
 * it, and each reading is audited before it is answered. `not.found`.
 */
export async function ratingStory(
  hub: HubContext,
  id: string,
  reader: { user: SessionUser; actor: Actor },
): Promise<Answer<RatingStory>> {
  const [found] = await rowsQuery(hub.db, (ratings) => ratings.where('id', '=', id)).execute();
  if (!found) return fail('not.found');
  const rating = await hub.db.selectFrom('rating').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { epoch, seq, terminal_id } = rating;
  const received = await hub.db
    .selectFrom('inbox')
    .select('sha256')
    .where('terminal_id', '=', terminal_id)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .executeTakeFirst();

  return ok({
    row: toRatingRow(found),
    text:
      rating.text && may(reader.user.role, 'ratings.readText')
        ? await openText(hub, rating.text, id, reader.actor)
        : null,
    ...(await countAttached(hub, id)),
    anonymous: rating.anonymous,
    locale: rating.locale,
    elder: rating.elder,
    channel: rating.channel as RatingStory['channel'],
    clock: rating.clock,
    uncertaintyMs: rating.uncertainty_ms,
    epoch,
    seq,
    bodySha256: received?.sha256.toString('hex') ?? '',
    duplicateOf: rating.duplicate_of,
    steps: storySteps({
      at: rating.at,
      receivedAt: rating.received_at,
      request: rating.request_id === null ? null : await readRequest(hub, rating.request_id),
      duplicates: await readDuplicates(hub, { terminal_id, epoch, seq }),
      attempts: await readAttempts(hub, id),
    }),
  });
}

/** null when the stored bytes do not open (another hub's key, or tampered): told to the log, not to the reader. */
async function openText(hub: HubContext, sealed: Buffer, id: string, actor: Actor): Promise<string | null> {
  await appendAudit(hub, {
    actor: actor.login,
    ip: actor.ip,
    action: 'rating.readText',
    target: id,
    result: 'ok',
  });
  try {
    return hub.secrets.open(sealed, `rating.text:${id}`).toString('utf8');
  } catch {
    hub.log.error({ ratingId: id }, 'console.textUnreadable');
    return null;
  }
}

async function countAttached(
  { db }: Pick<HubContext, 'db'>,
  id: string,
): Promise<Pick<RatingStory, 'photos' | 'videos'>> {
  const rows = await db
    .selectFrom('material')
    .select(['code', (eb) => eb.fn.countAll<string>().as('n')])
    .where('application_id', '=', id)
    .groupBy('code')
    .execute();
  const countOf = (code: string): number => Number(rows.find((r) => r.code === code)?.n ?? 0);
  return { photos: countOf(RATING_PHOTO), videos: countOf(RATING_VIDEO) };
}

async function readRequest(hub: HubContext, id: string) {
  const request = await hub.db
    .selectFrom('rating_request')
    .select(['source', 'created_at', 'rung_at', 'opened_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return request ?? null;
}

async function readDuplicates(
  hub: HubContext,
  key: { terminal_id: string; epoch: string; seq: number },
): Promise<Date[]> {
  const rows = await hub.db
    .selectFrom('inbox_duplicate')
    .select('received_at')
    .where('terminal_id', '=', key.terminal_id)
    .where('epoch', '=', key.epoch)
    .where('seq', '=', key.seq)
    .orderBy('id', 'desc')
    .limit(MAX_STEPS)
    .execute();
  return rows.map((r) => r.received_at);
}

const readAttempts = (hub: HubContext, ratingId: string) =>
  hub.db
    .selectFrom('relay_attempt')
    .select(['at', 'outcome', 'detail'])
    .where('rating_id', '=', ratingId)
    .orderBy('id', 'desc')
    .limit(MAX_STEPS)
    .execute();
