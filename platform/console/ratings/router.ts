import { may } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import { orRefuse, refusal } from '../../refusal.ts';
import { systemTimers } from '../../timers.ts';
import { findSession } from '../auth/sessions.ts';
import { actorOf, needs } from '../base.ts';
import { listRatings } from './list.ts';
import { type LiveRating, type LiveSource, liveRatings } from './live.ts';
import { ratingsOfCase } from './of-case.ts';
import { ratingStory } from './story.ts';
import { streams } from './streams.ts';
import { summarise } from './summary.ts';

const reading = needs('ratings.read');
const { ratings } = reading;
const open = streams();

const list = ratings.list.handler(async ({ context, input }) =>
  orRefuse(await listRatings(context.hub, input.filter, input.after)),
);

const summary = ratings.summary.handler(({ context, input }) => summarise(context.hub, input.filter));

const story = ratings.story.handler(async ({ context, input }) =>
  orRefuse(await ratingStory(context.hub, input.id, { user: context.session.user, actor: actorOf(context) })),
);

const live = ratings.live.handler(({ context, signal }) => {
  const { hub, session } = context;
  const key = session.key.toString('hex');
  if (open.isFull(key)) throw refusal('busy');
  return counted(key, {
    bus: hub.bus,
    timers: systemTimers,
    read: (ids) => readReceived(hub, ids),
    alive: async () => {
      const now = await findSession(hub, session.key);
      return now !== null && may(now.user.role, 'ratings.read');
    },
    signal,
  });
});

/** The stream, counted while it is read: one that nobody begins to read holds no place. */
async function* counted(key: string, source: LiveSource): AsyncGenerator<LiveRating, void> {
  const leave = open.enter(key);
  try {
    yield* liveRatings(source);
  } finally {
    leave();
  }
}

async function readReceived(hub: Pick<HubContext, 'db'>, ids: string[]): Promise<LiveRating[]> {
  const rows = await hub.db
    .selectFrom('rating')
    .select(['id', 'received_at'])
    .where('id', 'in', ids)
    .orderBy('received_at')
    .execute();
  return rows.map((r) => ({ id: r.id, receivedMs: r.received_at.getTime() }));
}

export const ratingsRouter = { list, summary, story, live };

export const caseRatings = reading.caseRatings.handler(({ context, input }) =>
  ratingsOfCase(context.hub, input.caseNo),
);
