import type { KnownPerson } from '../../contracts/hub/sign-in-api.ts';
import type { IdCard } from '../../contracts/id-card.ts';
import type { Room } from '../../contracts/kiosk.ts';
import type { Identity } from '../../contracts/visit.ts';
import type { IdCardEvent } from '../../devices/device.ts';

/**
 * The page of the sign-in (登录) as a pure reducer. Card reader, code scanner and keypad are open at once, and whichever
 * tells a person first signs them in. `code` is a code of `errors.ts`; times are ms of the boot clock.
 */

/** Where a sign-in can be asked from. */
export type Anteroom = { kind: 'home' } | { kind: 'room'; room: Room };

export interface SignIn {
  kind: 'signIn';
  back: Anteroom;
  /** Of the card reader. */
  phase: 'waiting' | 'reading' | 'takeAway';
  /** Why the reader or the typed number failed last. */
  code: string | null;
  failures: number;
  /** The QR of an electronic identity. `asked`: the number of the question to the hub that is open. */
  qr: { asked: number | null; code: string | null };
  sms: Sms;
  /** A phone that a code has proven, and that is nobody's whom the identity system knows. */
  phone: string | null;
}

export interface Sms {
  phase: 'phone' | 'sending' | 'code' | 'checking';
  phone: string;
  /** The number of the question to the hub that is open. */
  asked: number | null;
  /** The code that was sent. */
  sent: { id: string; until: number; againAt: number } | null;
  code: string | null;
}

export type SignInEvent =
  | { type: 'card'; event: IdCardEvent }
  /** The reader works again after it did not. */
  | { type: 'readerBack' }
  | { type: 'typed'; identity: Identity }
  | { type: 'typedRefused'; code: string }
  | { type: 'qrAsked'; n: number }
  | { type: 'qrKnown'; n: number; person: KnownPerson }
  | { type: 'qrRefused'; n: number; code: string }
  | { type: 'smsAsked'; n: number; phone: string }
  | { type: 'smsSent'; n: number; id: string; leftMs: number; againMs: number }
  | { type: 'smsChecking'; n: number }
  /** null: the phone is proven, and nobody's whom the identity system knows. */
  | { type: 'smsKnown'; n: number; person: KnownPerson | null }
  | { type: 'smsRefused'; n: number; code: string }
  /** To another number. */
  | { type: 'smsAnew' };

const NO_SMS: Sms = { phase: 'phone', phone: '', asked: null, sent: null, code: null };

export const openSignIn = (back: Anteroom): SignIn => ({
  kind: 'signIn',
  back,
  phase: 'waiting',
  code: null,
  failures: 0,
  qr: { asked: null, code: null },
  sms: NO_SMS,
  phone: null,
});

/** The same place: the event changes nothing. An identity: that is who is there. */
export function inSignIn(p: SignIn, e: SignInEvent, now: number): SignIn | { identity: Identity } {
  switch (e.type) {
    case 'card':
      return onCard(p, e.event);
    case 'readerBack':
      return { ...p, code: null };
    case 'typed':
      return { identity: { ...e.identity, phone: p.phone } };
    case 'typedRefused':
      return { ...p, code: e.code };
    case 'qrAsked':
      return p.qr.asked === null ? { ...p, qr: { asked: e.n, code: null } } : p;
    case 'qrKnown':
      return p.qr.asked === e.n ? { identity: byHub(e.person, 'qr', null) } : p;
    case 'qrRefused':
      return p.qr.asked === e.n ? { ...p, qr: { asked: null, code: e.code } } : p;
    default:
      return onSms(p, e, now);
  }
}

type SmsEvent = Extract<SignInEvent, { type: `sms${string}` }>;

function onSms(p: SignIn, e: SmsEvent, now: number): SignIn | { identity: Identity } {
  const { sms } = p;
  if (e.type === 'smsAnew') return { ...p, sms: NO_SMS };
  if (e.type === 'smsAsked') {
    if (sms.asked !== null) return p;
    return { ...p, sms: { phase: 'sending', phone: e.phone, asked: e.n, sent: sms.sent, code: null } };
  }
  if (e.type === 'smsChecking') {
    if (sms.phase !== 'code') return p;
    return { ...p, sms: { ...sms, phase: 'checking', asked: e.n, code: null } };
  }
  if (sms.asked !== e.n) return p;
  switch (e.type) {
    case 'smsSent': {
      const sent = { id: e.id, until: now + e.leftMs, againAt: now + e.againMs };
      return { ...p, sms: { ...sms, phase: 'code', asked: null, sent, code: null } };
    }
    case 'smsKnown':
      if (e.person !== null) return { identity: byHub(e.person, 'sms', sms.phone) };
      return { ...p, sms: NO_SMS, phone: sms.phone };
    case 'smsRefused':
      return { ...p, sms: { ...sms, ...afterRefusal(sms, e.code), asked: null, code: e.code } };
  }
}

/** A code that can be tried again stays; one that cannot needs another. */
function afterRefusal({ sent }: Sms, code: string): Pick<Sms, 'phase' | 'sent'> {
  const isOver = code === 'sms.expired' || code === 'sms.spent' || code === 'signIn.refused';
  return sent === null || isOver ? { phase: 'phone', sent: null } : { phase: 'code', sent };
}

const byHub = ({ name, idNumber }: KnownPerson, by: 'qr' | 'sms', phone: string | null): Identity => ({
  name,
  idNumber,
  by,
  address: null,
  phone,
});

function onCard(p: SignIn, event: IdCardEvent): SignIn | { identity: Identity } {
  switch (event.type) {
    case 'found':
      return { ...p, phase: 'reading', code: null };
    case 'card': {
      const identity = identityOf(event.card);
      return identity === null ? { ...refused(p, 'idCard.cardType'), phase: 'takeAway' } : { identity };
    }
    case 'refused': {
      const phase = event.code.startsWith('device.') ? 'waiting' : 'takeAway';
      return { ...refused(p, event.code), phase };
    }
    case 'removed':
      return { ...p, phase: 'waiting' };
  }
}

const refused = (p: SignIn, code: string): SignIn => ({ ...p, code, failures: p.failures + 1 });

/** A visit is of one person: somebody else has to begin anew. Said where they came from. */
export function refusedOther(p: SignIn, by: Identity['by']): SignIn {
  const code = 'visit.otherPerson';
  if (by === 'qr') return { ...p, qr: { asked: null, code } };
  if (by === 'sms') return { ...p, sms: { ...NO_SMS, code } };
  return { ...refused(p, code), phase: by === 'idCard' ? 'takeAway' : 'waiting' };
}

/** null: a card without a 公民身份号码 or one made like it (foreigners' cards of 2017); the hall's records know no such. */
export function identityOf(card: IdCard): Identity | null {
  if (!/^\d{17}[\dX]$/.test(card.number)) return null;
  return {
    name: card.name === '' ? card.nameEn : card.name,
    idNumber: card.number,
    by: 'idCard',
    address: card.address === '' ? null : card.address,
    phone: null,
  };
}
