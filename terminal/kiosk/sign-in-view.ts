import type { DeviceClass } from '../../contracts/devices.ts';
import type { SignInWays } from '../../contracts/hub/sign-in-api.ts';
import type { PlaceView, WayView } from '../../contracts/kiosk.ts';
import type { SignIn } from './sign-in.ts';

export interface SignInParts {
  /** Whether a device of that class works now. */
  has: (wanted: Extract<DeviceClass, 'idCardReader' | 'codeScanner'>) => boolean;
  /** Ways that the hub offers; null: never heard. */
  ways: SignInWays | null;
  online: boolean;
}

/** The page of the sign-in as the screens draw it: a phone masked, times as what is left of them. `now`: boot clock, ms. */
export function signInView(p: SignIn, { has, ways, online }: SignInParts, now: number): PlaceView {
  const wayOf = (offered: object | null | undefined): WayView => {
    if (offered === null) return 'notOffered';
    if (!online) return 'offline';
    return offered === undefined ? 'waiting' : 'ready';
  };
  const qr = wayOf(ways?.qr);
  const { sms } = p;
  const left = (until: number | undefined): number => Math.max(0, Math.round((until ?? now) - now));
  return {
    kind: 'signIn',
    phase: has('idCardReader') ? p.phase : 'missing',
    code: p.code,
    failures: p.failures,
    qr: {
      way: qr === 'ready' && !has('codeScanner') ? 'missing' : qr,
      asking: p.qr.asked !== null,
      code: p.qr.code,
    },
    sms: {
      way: wayOf(ways?.sms),
      phase: sms.phase,
      phone: maskedPhone(sms.phone),
      leftMs: left(sms.sent?.until),
      againMs: left(sms.sent?.againAt),
      code: sms.code,
    },
    phone: p.phone === null ? null : maskedPhone(p.phone),
    simulated: ways?.qr?.simulated === true || ways?.sms?.simulated === true,
  };
}

/** 13800000001 → 138****0001 */
const maskedPhone = (phone: string): string => phone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2');
