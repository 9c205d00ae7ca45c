import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENTERPRISES } from '../simulators/enterprise-register/enterprises.ts';
import { type RegisterSimulator, startRegister } from '../simulators/enterprise-register/simulator.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';

const [MAKER, , , ENDED] = ENTERPRISES;
if (MAKER === undefined || ENDED === undefined) throw new Error('enterprises');
const NOBODY = '91410403MA0000009X';

let hub: TestHub;
let register: RegisterSimulator;
let token: string;
const logged: string[] = [];
beforeAll(async () => {
  register = await startRegister({ timers: systemTimers, delayMs: 5_000 });
  hub = await testHub();
  const { log } = hub.context;
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = ((...entry: unknown[]) => logged.push(JSON.stringify(entry))) as typeof log.info;
  token = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-01')));
});
afterAll(async () => {
  await hub?.close();
  await register?.close();
});
beforeEach(() => set({}));
afterEach(() => register.mode('answer'));

async function set(over: object): Promise<void> {
  const value = JSON.stringify({ ...register.setting, ...over });
  await hub.context.db
    .insertInto('setting')
    .values({ key: 'enterpriseRegister', value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}
const find = (uscc: string, legalPerson = false, as: string | undefined = token) =>
  call(hub, 'POST', '/kiosk/enterprises/find', {
    ...(as !== undefined && { token: as }),
    body: { uscc, legalPerson },
  });

describe('an enterprise', () => {
  it('is told by its code, its legal representative only where the item needs it', async () => {
    expect((await find(MAKER.uscc)).body).toMatchObject({
      simulated: true,
      enterprise: {
        uscc: MAKER.uscc,
        name: MAKER.entName,
        type: MAKER.entType,
        address: MAKER.address,
        legalPerson: null,
      },
    });
    expect((await find(MAKER.uscc, true)).body.enterprise.legalPerson).toBe(MAKER.legalPerson);
  });

  it('that nobody knows, or that has ended, is told as such', async () => {
    expect((await find(NOBODY)).body.code).toBe('enterprise.unknown');
    expect((await find(ENDED.uscc)).body.code).toBe('enterprise.ended');
  });

  it('is told to terminals alone, and by a code that may be one', async () => {
    expect((await call(hub, 'POST', '/kiosk/enterprises/find', { body: {} })).status).toBe(401);
    expect((await find('91350100M000100Y4')).status).toBe(400);
    expect((await find("' OR 1=1 --       ")).status).toBe(400);
  });
});

describe('a register that does not do as agreed', () => {
  it.each([['fail'], ['drop'], ['page'], ['other']] as const)('%s: away', async (mode) => {
    register.mode(mode);
    expect((await find(MAKER.uscc)).body.code).toBe('enterprise.registerAway');
    expect(logged.join()).toContain('enterprise.registerAway');
    expect(logged.join()).not.toContain(MAKER.uscc);
  });

  it('slow: given up in time', async () => {
    await set({ timeoutMs: 500 });
    register.mode('slow');
    expect((await find(MAKER.uscc)).body.code).toBe('enterprise.registerAway');
  });

  it('not set, or set to what is none: off', async () => {
    await set({ url: 'ftp://x' });
    expect((await find(MAKER.uscc)).body.code).toBe('enterprise.off');
    await hub.context.db.deleteFrom('setting').where('key', '=', 'enterpriseRegister').execute();
    expect((await find(MAKER.uscc)).body.code).toBe('enterprise.off');
  });
});
