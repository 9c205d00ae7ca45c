import type { z } from 'zod';
import type { CertificateView, PrintPurpose, PrintsLeft } from '../../contracts/certificate.ts';
import type { certificateFile } from '../../contracts/hub/certificates-api.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { CertificateLibrary, LibraryCertificate } from '../adapters/certificates/library.ts';
import { provenHolder } from '../applications/holder.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Gate } from '../ingest/gate.ts';
import type { Answer } from '../refusal.ts';
import { maskNo } from './mask.ts';
import { certificateKey, grantPrint, leftOf, usedOf } from './prints.ts';
import { type CertificateSettings, limitsOf, readCertificateSettings } from './settings.ts';

/** How the hub reaches the library: how many calls at a time, and by which wire. */
export interface LibraryAccess {
  gate: Gate;
  open: (settings: CertificateSettings) => CertificateLibrary;
}

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;
interface Asked {
  hub: Hub;
  access: LibraryAccess;
  terminalId: string;
  person: Person;
}
interface Found {
  holder: Buffer;
  settings: CertificateSettings;
  library: CertificateLibrary;
}

/** A person who has proven who they are, and a library. `auth.required`, `certificate.off`. */
async function begin({ hub, access, person }: Asked): Promise<Answer<Found>> {
  const holder = provenHolder(hub.secrets, person);
  if (!holder.ok) return holder;
  const settings = await readCertificateSettings(hub);
  if (settings === null) return fail('certificate.off');
  return ok({ holder: holder.value, settings, library: access.open(settings) });
}

const inTurn = async <T>({ access }: Asked, work: () => Promise<Answer<T>>): Promise<Answer<T>> =>
  (await access.gate.pass(work)) ?? fail('busy');

export async function listCertificates(
  asked: Asked,
  materialCode: string | null,
): Promise<Answer<{ simulated: boolean; rows: CertificateView[] }>> {
  const { hub, person } = asked;
  const begun = await begin(asked);
  if (!begun.ok) return begun;
  const { holder, settings, library } = begun.value;
  const listed = await inTurn(asked, () => library.list(person));
  if (!listed.ok) return listed;
  const used = await usedOf(hub, holder);
  const types = materialCode === null ? null : (settings.materials[materialCode] ?? []);
  const rows = listed.value
    .filter((c) => types === null || (types.includes(c.typeCode) && c.state === 'valid'))
    .map((c) => viewOf(hub, settings, used, c));
  return ok({ simulated: settings.simulated, rows });
}

function viewOf(
  { secrets }: Hub,
  settings: CertificateSettings,
  used: Awaited<ReturnType<typeof usedOf>>,
  certificate: LibraryCertificate,
): CertificateView {
  const count = used.get(certificateKey(secrets, certificate.id).toString('hex')) ?? { today: 0, year: 0 };
  return {
    ...certificate,
    no: certificate.no === null ? null : maskNo(certificate.no),
    left: leftOf(count, limitsOf(settings, certificate.typeCode)),
  };
}

export async function readCertificate(
  asked: Asked,
  id: string,
): Promise<Answer<z.infer<typeof certificateFile>>> {
  const begun = await begin(asked);
  if (!begun.ok) return begun;
  const file = await inTurn(asked, () => begun.value.library.file(asked.person, id));
  if (!file.ok) return file;
  await audit(asked, 'certificate.file', id);
  return ok({ type: file.value.type, base64: file.value.bytes.toString('base64') });
}

export async function showCode(asked: Asked, id: string): Promise<Answer<{ text: string; ttlMs: number }>> {
  const begun = await begin(asked);
  if (!begun.ok) return begun;
  const code = await inTurn(asked, () => begun.value.library.code(asked.person, id));
  if (code.ok) await audit(asked, 'certificate.code', id);
  return code;
}

export async function printCertificate(
  asked: Asked,
  { id, printId, purpose }: { id: string; printId: string; purpose: PrintPurpose },
): Promise<Answer<{ no: number; left: PrintsLeft }>> {
  const { hub, person, terminalId } = asked;
  const begun = await begin(asked);
  if (!begun.ok) return begun;
  const { holder, settings, library } = begun.value;
  const listed = await inTurn(asked, () => library.list(person));
  if (!listed.ok) return listed;
  const certificate = listed.value.find((c) => c.id === id);
  if (certificate === undefined) return fail('not.found');
  if (certificate.state !== 'valid') return fail('certificate.notNow');
  const { typeCode } = certificate;
  const key = certificateKey(hub.secrets, id);
  const limits = limitsOf(settings, typeCode);
  const wish = { holder, certificate: key, printId, typeCode, purpose, terminalId, limits };
  return hub.db.transaction().execute(async (trx) => {
    const granted = await grantPrint(hub, trx, wish);
    if (granted.ok) {
      const { no } = granted.value;
      await appendAudit(hub, entryOf(asked, 'certificate.print', id, { no, purpose, type: typeCode }), trx);
    }
    return granted;
  });
}

const audit = (asked: Asked, action: string, id: string): Promise<void> =>
  appendAudit(asked.hub, entryOf(asked, action, id, {}));

/** An id may hold a person's number: the log names certificates by the first half of their key. */
const entryOf = (
  { hub, terminalId }: Asked,
  action: string,
  id: string,
  detail: Record<string, string | number>,
) => ({
  actor: HUB_ACTOR,
  action,
  target: certificateKey(hub.secrets, id).toString('hex').slice(0, 32),
  result: 'ok' as const,
  detail: { terminal: terminalId, ...detail },
});
