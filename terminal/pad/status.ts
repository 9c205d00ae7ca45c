import type { TerminalConfig } from '../../contracts/config.ts';
import type { PadStatus } from '../../contracts/terminal.ts';
import type { HubLink, Store } from '../../sync/types.ts';
import type { Session } from './session.ts';

/** The one flat status that the screens draw. */
export function padStatus(
  revision: number,
  config: TerminalConfig,
  store: Pick<Store, 'queue' | 'reference' | 'fault'>,
  link: Pick<HubLink, 'online' | 'fault'>,
  session: Session | null,
  now: number,
): PadStatus {
  const { ready, dead } = store.queue();
  const reference = store.reference();
  return {
    revision,
    terminalId: config.terminalId,
    panel: config.panel,
    locale: config.locale,
    camera: config.camera,
    reference,
    online: link.online(),
    fault: faultOf(store, link),
    queue: { ready, dead },
    session:
      session === null
        ? null
        : {
            id: session.id,
            source: session.source,
            state: session.state,
            case: session.case,
            staff: reference?.staff.find((s) => s.id === session.staffId) ?? null,
            meantFor: session.meantFor,
            checked: session.checked,
            rating:
              session.rating === null
                ? null
                : {
                    level: session.rating.level,
                    tags: session.rating.tags,
                    text: session.rating.text,
                    anonymous: session.rating.anonymous,
                  },
            leftMs: wholeMs(session.until - now),
            undoMs: wholeMs(session.undoUntil - now),
          },
  };
}

/** The contract knows whole milliseconds only; a clock may know parts of them. */
const wholeMs = (ms: number): number => Math.max(0, Math.round(ms));

function faultOf(store: Pick<Store, 'fault'>, link: Pick<HubLink, 'fault'>): PadStatus['fault'] {
  const fault = store.fault();
  if (fault !== null) return fault === 'store.full' ? 'storeFull' : 'storeFault';
  return link.fault();
}
