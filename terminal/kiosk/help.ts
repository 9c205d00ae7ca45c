import { helpAnswer } from '../../contracts/hub/help-api.ts';
import { ok, type Result } from '../../contracts/result.ts';
import type { RoomTools } from '../rooms/types.ts';
import type { VisitState } from './visit.ts';

const PATIENCE_MS = 6_000;

/**
 * Calls the hall's staff to this kiosk. The hub is told where the citizen is and nothing of who they are. A second call
 * while the first is open is no error. `hub.unreachable`: nobody was told.
 */
export async function callStaff(
  link: Pick<RoomTools['link'], 'ask'>,
  visit: VisitState | null,
): Promise<Result<null>> {
  const question = {
    method: 'POST',
    path: '/kiosk/help',
    body: { at: placeOf(visit) },
    timeoutMs: PATIENCE_MS,
  } as const;
  const asked = await link.ask(question, helpAnswer);
  return asked.ok ? ok(null) : asked;
}

/** Such as `home`, `room:booking`, `flow:residence-precheck:lease`. */
function placeOf(visit: VisitState | null): string {
  if (visit === null) return 'attract';
  const { place } = visit;
  switch (place.kind) {
    case 'room':
      return `room:${place.room}`;
    case 'flow':
      return `flow:${place.session.loaded.flow.id}:${place.session.flow.at}`;
    default:
      return place.kind;
  }
}
