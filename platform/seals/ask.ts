import type { Person } from '../../contracts/hub/person.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { SealPlatform, SealWish } from '../adapters/seals/platform.ts';
import type { SealSettings } from '../adapters/seals/settings.ts';
import { provenHolder } from '../applications/holder.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Gate } from '../ingest/gate.ts';
import type { Answer } from '../refusal.ts';
import { readSeals } from './settings.ts';

/** How the hub reaches the platform: how many calls at a time, and by which wire. */
export interface SealAccess {
  gate: Gate;
  open: (settings: SealSettings) => SealPlatform;
}
interface Asked {
  hub: Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;
  access: SealAccess;
  terminalId: string;
  person: Person;
}

/** For a person who has proven who they are, and in turn. `auth.required`, `seal.off`, `busy`. */
async function atPlatform<T>(
  { hub, access, person }: Asked,
  work: (platform: SealPlatform) => Promise<Answer<T>>,
): Promise<Answer<{ simulated: boolean; given: T }>> {
  const holder = provenHolder(hub.secrets, person);
  if (!holder.ok) return holder;
  const settings = await readSeals(hub);
  if (settings === null) return fail('seal.off');
  const given = (await access.gate.pass(() => work(access.open(settings)))) ?? fail('busy' as const);
  return given.ok ? ok({ simulated: settings.simulated, given: given.value }) : given;
}

/** Codes that an enterprise's phone gets from this hall at most, and within which time. */
const CODES = { most: 5, withinMs: 600_000 };

/** How many it got: the audit log knows. */
async function codesSent({ hub }: Asked, uscc: string): Promise<number> {
  const { n } = await hub.db
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('action', '=', 'seal.request')
    .where('target', '=', uscc)
    .where('result', '=', 'ok')
    .where('at', '>', new Date(hub.now().getTime() - CODES.withinMs))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Makes the platform send a code to the enterprise's phone. `seal.tooSoon`: by the platform, or too many from here. */
export async function requestSeal(asked: Asked, wish: SealWish) {
  const made = await atPlatform(asked, async (platform) =>
    (await codesSent(asked, wish.uscc)) < CODES.most ? platform.request(wish) : fail('seal.tooSoon'),
  );
  await audit(asked, 'seal.request', wish.uscc, made.ok);
  return made.ok ? ok({ ...made.value.given, simulated: made.value.simulated }) : made;
}

/** Takes the seal that the platform gives for a code; one that does not hold is not given on. */
export async function confirmSeal(asked: Asked, wish: Parameters<SealPlatform['confirm']>[0]) {
  const made = await atPlatform(asked, (platform) => platform.confirm(wish));
  await audit(asked, 'seal.confirm', wish.uscc, made.ok);
  if (!made.ok) return made;
  const { seal, picture } = made.value.given;
  return ok({ seal, picture: picture.toString('base64') });
}

const audit = ({ hub, terminalId }: Asked, action: string, target: string, isDone: boolean): Promise<void> =>
  appendAudit(hub, {
    actor: HUB_ACTOR,
    action,
    target,
    result: isDone ? 'ok' : 'refused',
    detail: { terminal: terminalId },
  });
