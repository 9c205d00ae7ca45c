import { phone as phoneShape } from '../../contracts/booking.ts';
import { identityCode, type SignInWays, signInReplies, smsCode } from '../../contracts/hub/sign-in-api.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { RoomTools } from '../rooms/types.ts';
import type { VisitEvent, VisitState } from './visit.ts';

/** Longest wait for the hub, which asks an upper system meanwhile, ms. */
const PATIENCE_MS = 12_000;

export interface AskingOptions {
  link: Pick<RoomTools['link'], 'ask'>;
  visit: () => VisitState | null;
  apply: (event: VisitEvent) => void;
  /** Which ways there are has changed. */
  changed: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** What the sign-in asks the hub. A code or phone goes there and is kept nowhere else than on the page. */
export interface Asking {
  /** Ways that the hub offers, as last heard; null: never heard. */
  ways(): SignInWays | null;
  /** The visit has changed: whoever comes to the sign-in asks which ways there are. */
  follow(before: VisitState | null, next: VisitState): void;
  /** The hub came or went: who waits at the sign-in and has never heard of the ways asks again. */
  hubChanged(): void;
  /** A code before the scanner; null: its bytes are no text. */
  scanned(text: string | null): void;
  /** Answers when the question is under way. `sms.badPhone`, `session.over`. */
  sendSms(visitId: string, phone: string): Result<null>;
  /** `sms.wrong`: no six digits. `session.over`: no code was sent. */
  checkSms(visitId: string, code: string): Result<null>;
}

export function createAsking({ link, visit, apply, changed, log }: AskingOptions): Asking {
  let ways: SignInWays | null = null;
  let asking = false;
  let serial = 0;

  function askWays(): void {
    if (asking) return;
    asking = true;
    const question = { method: 'GET', path: '/kiosk/sign-in/ways', timeoutMs: PATIENCE_MS } as const;
    void link.ask(question, signInReplies.ways).then((reply) => {
      asking = false;
      if (!reply.ok) return;
      ways = reply.value.ways;
      changed();
    });
  }
  const place = (visitId: string) => {
    const v = visit();
    return v?.id === visitId && v.place.kind === 'signIn' ? v.place : null;
  };
  const post = (path: string, body: object) =>
    ({ method: 'POST', path: `/kiosk/sign-in${path}`, body, timeoutMs: PATIENCE_MS }) as const;
  const tell = (way: 'qr' | 'sms', code: string | null): void =>
    log('kiosk.signInAsked', { way, ...(code !== null && { code }) });

  return {
    ways: () => ways,
    follow(before, next) {
      if (next.place.kind === 'signIn' && before?.place.kind !== 'signIn') askWays();
    },
    hubChanged() {
      if (ways === null && visit()?.place.kind === 'signIn') askWays();
    },
    scanned(text) {
      const at = visit()?.place;
      if (at?.kind !== 'signIn' || at.qr.asked !== null) return;
      serial += 1;
      const n = serial;
      apply({ type: 'qrAsked', n });
      const code = identityCode.safeParse(text?.trim());
      if (!code.success) {
        tell('qr', 'signIn.codeForged');
        apply({ type: 'qrRefused', n, code: 'signIn.codeForged' });
        return;
      }
      void link.ask(post('/qr', { code: code.data }), signInReplies.qr).then((reply) => {
        tell('qr', reply.ok ? null : reply.error.code);
        if (reply.ok) apply({ type: 'qrKnown', n, person: reply.value.person });
        else apply({ type: 'qrRefused', n, code: reply.error.code });
      });
    },
    sendSms(visitId, phone) {
      const at = place(visitId);
      if (at === null) return fail('session.over');
      if (!phoneShape.safeParse(phone).success) return fail('sms.badPhone');
      if (at.sms.asked !== null) return fail('busy');
      serial += 1;
      const n = serial;
      apply({ type: 'smsAsked', n, phone });
      void link.ask(post('/sms', { phone }), signInReplies.sendSms).then((reply) => {
        tell('sms', reply.ok ? null : reply.error.code);
        if (reply.ok) apply({ type: 'smsSent', n, ...reply.value });
        else apply({ type: 'smsRefused', n, code: reply.error.code });
      });
      return ok(null);
    },
    checkSms(visitId, code) {
      const at = place(visitId);
      if (at === null || at.sms.sent === null) return fail('session.over');
      if (!smsCode.safeParse(code).success) return fail('sms.wrong');
      if (at.sms.asked !== null) return fail('busy');
      serial += 1;
      const n = serial;
      const { sent, phone } = at.sms;
      apply({ type: 'smsChecking', n });
      void link
        .ask(post('/sms/check', { id: sent.id, phone, code }), signInReplies.checkSms)
        .then((reply) => {
          tell('sms', reply.ok ? null : reply.error.code);
          if (reply.ok) apply({ type: 'smsKnown', n, person: reply.value.person });
          else apply({ type: 'smsRefused', n, code: reply.error.code });
        });
      return ok(null);
    },
  };
}
