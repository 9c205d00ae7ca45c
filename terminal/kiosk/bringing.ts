import type { Person } from '../../contracts/hub/person.ts';
import type {
  EarlierMaterial,
  FittingCertificates,
  PhoneFiles,
  PhoneSession,
} from '../../contracts/kiosk-ways.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { stepAt } from '../flow/engine.ts';
import { knownPerson } from '../flow/known.ts';
import type { ImportOptions } from '../materials/import.ts';
import type { CertificateSource } from '../rooms/certificates/for-material.ts';
import type { Phone } from './phone.ts';
import type { Reuse } from './reuse.ts';
import type { KioskSessionState } from './session.ts';

export interface BringingOptions {
  phone: Phone;
  reuse: Reuse;
  certificates: CertificateSource;
  /** The flow's session that is on; `session.over`. */
  current: (sessionId: string) => Result<KioskSessionState>;
  /** Makes a page of what `read` gives, for the step on the screen. */
  bring: (
    sessionId: string,
    source: ImportOptions['source'],
    read: () => Promise<Result<Uint8Array>>,
  ) => Promise<Result<null>>;
  /** The citizen is there: they do something on their phone. */
  touch: () => void;
}

/** The part of the desk that brings pages in over the hub: from a phone, earlier applications, the e-certificate library. */
export interface Bringing {
  openPhone(sessionId: string): Promise<Result<PhoneSession>>;
  phoneFiles(sessionId: string): Promise<Result<PhoneFiles>>;
  takePhoneFile(sessionId: string, fileId: string): Promise<Result<null>>;
  dropPhoneFile(sessionId: string, fileId: string): Promise<Result<null>>;
  closePhone(sessionId: string): Result<null>;
  phoneWay(): 'ready' | 'away' | null;
  reusable(sessionId: string): Promise<Result<EarlierMaterial[]>>;
  reuse(sessionId: string, materialId: string): Promise<Result<null>>;
  fittingCertificates(sessionId: string): Promise<Result<FittingCertificates>>;
  takeCertificate(sessionId: string, certificateId: string): Promise<Result<null>>;
  /** The flow is over: nothing of it is kept. */
  forget(): void;
}

export function createBringing(o: BringingOptions): Bringing {
  const { phone, reuse, certificates, current, bring, touch } = o;
  /** What had come from the phone when it was last asked. */
  let known = 0;

  /** A scan step whose pages are sent, of a person who has proven who they are; else `auth.required`. */
  function ofPerson(sessionId: string): Result<{ code: string; person: Person }> {
    const s = scanning(sessionId);
    if (!s.ok) return s;
    const { code, person } = s.value;
    return person === null ? fail('auth.required') : ok({ code, person });
  }

  /** The session, on a scan step whose pages are sent. */
  function scanning(sessionId: string): Result<{ code: string; person: Person | null }> {
    const s = current(sessionId);
    if (!s.ok) return s;
    const { flow, loaded } = s.value;
    const step = stepAt(loaded.flow, flow);
    if (step.type !== 'scan' || step.material === undefined) return fail('session.over');
    return ok({ code: step.material.code, person: provenPerson(s.value) });
  }

  return {
    phoneWay: phone.way,
    async openPhone(sessionId) {
      const s = scanning(sessionId);
      if (!s.ok) return s;
      known = 0;
      return phone.open();
    },
    async phoneFiles(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const listed = await phone.list();
      if (!listed.ok) return listed;
      const { seen, files } = listed.value;
      const now = files.length + (seen ? 1 : 0);
      if (now > known) touch();
      known = now;
      return listed;
    },
    async takePhoneFile(sessionId, fileId) {
      const s = scanning(sessionId);
      if (!s.ok) return s;
      const brought = await bring(sessionId, 'phone', () => phone.read(fileId));
      // The hub deletes it in any case when the session ends.
      if (brought.ok) void phone.drop(fileId);
      return brought;
    },
    async dropPhoneFile(sessionId, fileId) {
      const s = current(sessionId);
      return s.ok ? phone.drop(fileId) : s;
    },
    closePhone(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      phone.forget();
      return ok(null);
    },
    async reusable(sessionId) {
      const s = ofPerson(sessionId);
      return s.ok ? reuse.list(s.value.person, s.value.code) : s;
    },
    async reuse(sessionId, materialId) {
      const s = ofPerson(sessionId);
      if (!s.ok) return s;
      return bring(sessionId, 'reuse', () => reuse.read(s.value.person, materialId));
    },
    async fittingCertificates(sessionId) {
      const s = ofPerson(sessionId);
      if (!s.ok) return s;
      const listed = await certificates.listForMaterial(s.value.person, s.value.code);
      if (!listed.ok) return listed;
      const { simulated, rows } = listed.value;
      return ok({
        simulated,
        rows: rows.map(({ id, kind, name, issuer, validUntil }) => ({ id, kind, name, issuer, validUntil })),
      });
    },
    async takeCertificate(sessionId, certificateId) {
      const s = ofPerson(sessionId);
      if (!s.ok) return s;
      const { person, code } = s.value;
      return bring(sessionId, 'certificate', () => certificates.take(person, code, certificateId));
    },
    forget() {
      phone.forget();
      reuse.forget();
    },
  };
}

/** Whoever the flow knows and who has proven it; null: nobody. */
export function provenPerson({ flow }: Pick<KioskSessionState, 'flow'>): Person | null {
  const person = knownPerson(flow);
  if (person === null || person.by === 'typed') return null;
  const { name, idNumber, by } = person;
  return { name, idNumber, by };
}
