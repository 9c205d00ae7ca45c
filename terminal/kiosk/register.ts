import { enterpriseReplies } from '../../contracts/hub/enterprises-api.ts';
import type { HubLink } from '../../sync/types.ts';
import { wants } from '../flow/engine.ts';
import type { FlowEvent } from '../flow/state.ts';
import type { KioskSessionState } from './session.ts';

/** Longest wait for the hub, which asks the register meanwhile, ms: somebody types. */
const PATIENCE_MS = 6_000;

export interface RegisterOptions {
  link: Pick<HubLink, 'ask' | 'online'>;
  /** Tells the flow that is on the screen. */
  tell: (event: FlowEvent) => void;
  session: () => KioskSessionState | null;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** Asks the enterprise register (企业登记库), by the hub, whenever a form wants it. */
export interface Register {
  /** The session may want something else now. */
  follow(): void;
}

export function createRegister({ link, tell, session, log }: RegisterOptions): Register {
  /** What is being asked, and for which session; one question at a time for each. */
  let asked: string | null = null;

  return {
    follow() {
      const s = session();
      const question = s === null ? null : wants(s.loaded.flow, s.flow).register;
      const key = s === null || question === null ? null : `${s.id} ${question.uscc}`;
      if (key === asked) return;
      asked = key;
      if (question === null) return;
      const { uscc } = question;
      const silent = (code: string): FlowEvent => ({
        type: 'registerSays',
        uscc,
        facts: null,
        code,
        simulated: false,
      });
      if (!link.online()) {
        tell(silent('hub.unreachable'));
        return;
      }
      const path = '/kiosk/enterprises/find';
      const call = { method: 'POST', path, body: question, timeoutMs: PATIENCE_MS } as const;
      void link.ask(call, enterpriseReplies.find).then((reply) => {
        if (asked !== key) return;
        log('kiosk.registerAsked', { code: reply.ok ? null : reply.error.code });
        if (!reply.ok) tell(silent(reply.error.code));
        else {
          const { enterprise: facts, simulated } = reply.value;
          tell({ type: 'registerSays', uscc, facts, code: null, simulated });
        }
      });
    },
  };
}
