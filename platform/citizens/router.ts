import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { provenHolder } from '../applications/holder.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { listAddresses, putAddress, removeAddress } from './addresses.ts';
import { eraseAll } from './erase.ts';
import { readHeld } from './held.ts';
import { readCounts } from './overview.ts';
import { listOwnPetitions } from './petitions.ts';

const known = implement(hubContract).$context<HubRequestContext>().kiosk.citizens.use(terminalOnly);

/** Windows that are named. */
const MAX_WINDOWS = 500;

const serverMs = ({ hub }: HubRequestContext): number => hub.now().getTime();
const holderIn = ({ hub }: HubRequestContext, person: Person): Buffer =>
  orRefuse(provenHolder(hub.secrets, person));

/** The personal centre as kiosks ask for it. */
export const citizensRouter = {
  overview: known.overview.handler(async ({ context, input }) => ({
    counts: await readCounts(context.hub, holderIn(context, input.person)),
    serverMs: serverMs(context),
  })),
  addresses: known.addresses.handler(async ({ context, input }) => ({
    rows: await listAddresses(context.hub, holderIn(context, input.person)),
    serverMs: serverMs(context),
  })),
  putAddress: known.putAddress.handler(async ({ context, input: { person, ...put } }) => ({
    rows: orRefuse(await putAddress(context.hub, holderIn(context, person), put)),
    serverMs: serverMs(context),
  })),
  removeAddress: known.removeAddress.handler(async ({ context, input: { person, id } }) => ({
    rows: await removeAddress(context.hub, holderIn(context, person), id),
    serverMs: serverMs(context),
  })),
  petitions: known.petitions.handler(async ({ context, input: { person, after } }) => ({
    ...orRefuse(await listOwnPetitions(context.hub, holderIn(context, person), after)),
    serverMs: serverMs(context),
  })),
  windows: known.windows.handler(async ({ context }) => {
    const rows = await context.hub.db
      .selectFrom('service_window')
      .select(['id', 'no', 'name_zh', 'name_en'])
      .orderBy('no')
      .limit(MAX_WINDOWS)
      .execute();
    const windows = rows.map(({ id, no, name_zh, name_en }) => ({ id, no, zh: name_zh, en: name_en }));
    return { windows, serverMs: serverMs(context) };
  }),
  data: known.data.handler(async ({ context, input }) => ({
    data: await readHeld(context.hub, holderIn(context, input.person), context.terminal.id),
    serverMs: serverMs(context),
  })),
  erase: known.erase.handler(async ({ context, input }) => ({
    erasure: await eraseAll(context.hub, holderIn(context, input.person)),
    serverMs: serverMs(context),
  })),
};
