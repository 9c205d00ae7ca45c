import { sealReplies } from '../../contracts/hub/seals-api.ts';
import type { SealRequested } from '../../contracts/kiosk-seal.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { HubLink } from '../../sync/types.ts';
import { stepAt } from '../flow/engine.ts';
import type { FlowEvent } from '../flow/state.ts';
import { enterpriseOf } from './application-body.ts';
import { provenPerson } from './bringing.ts';
import type { Made } from './make-material.ts';
import { isSealPicture } from './page-ref.ts';
import type { KioskSessionState } from './session.ts';

/** Longest wait for the hub, which asks the e-seal platform meanwhile, ms. */
const PATIENCE_MS = 11_000;

export interface SealingOptions {
  link: Pick<HubLink, 'ask' | 'online'>;
  /** The flow's session that is on; `session.over`. */
  current: (sessionId: string) => Result<KioskSessionState>;
  locale: () => Locale;
  /** The form that is to be sealed, as it will be sent. */
  form: (session: KioskSessionState, locale: Locale) => Promise<Result<Made>>;
  /** Keeps the seal's picture, and tells the flow by the event. */
  keep: (sessionId: string, picture: Uint8Array, eventOf: (pageId: string) => FlowEvent) => Result<null>;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The part of the desk that asks for an enterprise's electronic seal (电子印章). Nothing of it is kept but the seal itself. */
export interface Sealing {
  /** Makes the form, and has a code sent to the enterprise's phone. */
  request(sessionId: string): Promise<Result<SealRequested>>;
  /** `seal.expired`: no code was sent for the form as it stands. */
  confirm(sessionId: string, code: string): Promise<Result<null>>;
  /** The flow is over, or its step was left. */
  forget(): void;
}

/** A request that waits for its code. */
interface Waiting {
  sessionId: string;
  ticket: string;
  uscc: string;
  sha256: string;
  locale: Locale;
}

export function createSealing(o: SealingOptions): Sealing {
  let waiting: Waiting | null = null;

  /** Who asks for whose seal, at the step for it. */
  function sealing(sessionId: string) {
    const s = o.current(sessionId);
    if (!s.ok) return s;
    const { flow, loaded } = s.value;
    if (stepAt(loaded.flow, flow).type !== 'seal') return fail('session.over');
    const person = provenPerson(s.value);
    if (person === null) return fail('auth.required');
    const enterprise = enterpriseOf(loaded.flow, flow);
    if (enterprise === null) return fail('seal.none');
    return o.link.online() ? ok({ session: s.value, person, enterprise }) : fail('hub.unreachable');
  }
  const post = (path: string, body: object) =>
    ({ method: 'POST', path: `/kiosk/seals${path}`, body, timeoutMs: PATIENCE_MS }) as const;
  const isOver = (sessionId: string): boolean => {
    const s = o.current(sessionId);
    return !s.ok || stepAt(s.value.loaded.flow, s.value.flow).type !== 'seal';
  };

  return {
    async request(sessionId) {
      waiting = null;
      const asked = sealing(sessionId);
      if (!asked.ok) return asked;
      const { session, person, enterprise } = asked.value;
      const locale = o.locale();
      const form = await o.form(session, locale);
      if (!form.ok) return form;
      const { uscc } = enterprise;
      const { sha256 } = form.value.document;
      const submit = session.loaded.flow.steps.find((s) => s.type === 'submit');
      const title = (submit?.type === 'submit' ? submit.itemName : session.loaded.flow.title).zh;
      const sent = await o.link.ask(post('/request', { person, uscc, sha256, title }), sealReplies.request);
      o.log('kiosk.sealRequested', { code: sent.ok ? null : sent.error.code });
      if (!sent.ok) return sent;
      if (isOver(sessionId)) return fail('session.over');
      const { ticket, sentTo, leftMs, simulated } = sent.value;
      waiting = { sessionId, ticket, uscc, sha256, locale };
      return ok({ sentTo, leftMs, simulated });
    },
    async confirm(sessionId, code) {
      const asked = sealing(sessionId);
      if (!asked.ok) return asked;
      if (waiting?.sessionId !== sessionId) return fail('seal.expired');
      const { ticket, uscc, sha256, locale } = waiting;
      const body = { person: asked.value.person, uscc, sha256, ticket, code };
      const given = await o.link.ask(post('/confirm', body), sealReplies.confirm);
      o.log('kiosk.sealConfirmed', { code: given.ok ? null : given.error.code });
      if (!given.ok) return given;
      if (isOver(sessionId) || waiting?.ticket !== ticket) return fail('session.over');
      waiting = null;
      const { seal, picture } = given.value;
      const bytes = Buffer.from(picture, 'base64');
      if (!isSealPicture(bytes)) return fail('seal.platformAway');
      return o.keep(sessionId, bytes, (pageId) => ({ type: 'sealed', seal, pageId, locale }));
    },
    forget() {
      waiting = null;
    },
  };
}
