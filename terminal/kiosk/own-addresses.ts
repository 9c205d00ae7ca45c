import { implement } from '@orpc/server';
import {
  addressFields,
  type CitizenAddress,
  citizensApi,
  MAX_ADDRESSES,
} from '../../contracts/hub/citizens-api.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { kioskContract } from '../../contracts/kiosk.ts';
import type { OwnAddress } from '../../contracts/kiosk-addresses.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { replyOf } from '../../sync/hub/replies.ts';
import type { HubLink } from '../../sync/types.ts';
import { answer } from '../answer.ts';
import { deliveryBody, isDeliverable } from '../flow/delivery.ts';
import { stepAt } from '../flow/engine.ts';
import type { FlowEvent } from '../flow/state.ts';
import { provenPerson } from './bringing.ts';
import type { KioskSessionState } from './session.ts';

/** The part of the desk that knows of addresses of the personal centre. */
export interface OwnAddresses {
  list(sessionId: string): Promise<Result<{ rows: OwnAddress[]; full: boolean }>>;
  take(sessionId: string, addressId: string): Result<null>;
  keep(sessionId: string): Promise<Result<null>>;
  /** The flow is over: nothing of it is kept. */
  forget(): void;
}

export interface OwnAddressesOptions {
  link: Pick<HubLink, 'ask'>;
  current: (sessionId: string) => Result<KioskSessionState>;
  tell: (event: FlowEvent) => void;
  newId: () => string;
}

const ASK_MS = 6_000;

export function createOwnAddresses({ link, current, tell, newId }: OwnAddressesOptions): OwnAddresses {
  let listed: readonly CitizenAddress[] = [];
  /** Goes up at each end: an answer that was asked for before is nobody's. */
  let turn = 0;
  /** What was kept, by its words: once more is the same address. */
  let kept = new Map<string, string>();

  const post = (what: string, body: object) =>
    ({ method: 'POST', path: `/kiosk/citizens/addresses${what}`, body, timeoutMs: ASK_MS }) as const;

  /** The session, at the step that says where a parcel goes, of somebody who has proven who they are. */
  function delivering(sessionId: string) {
    const s = current(sessionId);
    if (!s.ok) return s;
    const step = stepAt(s.value.loaded.flow, s.value.flow);
    if (step.type !== 'delivery') return fail('session.over');
    const person: Person | null = provenPerson(s.value);
    return person === null ? fail('auth.required') : ok({ ...s.value, step, person });
  }

  return {
    async list(sessionId) {
      const s = delivering(sessionId);
      if (!s.ok) return s;
      const mine = turn;
      const told = await link.ask(post('', { person: s.value.person }), replyOf(citizensApi.addresses));
      if (turn !== mine) return fail('session.over');
      if (!told.ok) return told;
      listed = told.value.rows;
      const rows = listed.map((a) => ({ ...a, phone: `${a.phone.slice(0, 3)}****${a.phone.slice(7)}` }));
      return ok({ rows, full: rows.length >= MAX_ADDRESSES });
    },
    take(sessionId, addressId) {
      const s = delivering(sessionId);
      if (!s.ok) return s;
      const found = listed.find((a) => a.id === addressId);
      if (found === undefined) return fail('not.found');
      const { recipient, phone, address, postcode } = found;
      tell({ type: 'deliver', values: { recipient, phone, address, postcode } });
      return ok(null);
    },
    async keep(sessionId) {
      const s = delivering(sessionId);
      if (!s.ok) return s;
      const { loaded, flow, step, person } = s.value;
      const body = isDeliverable(loaded.flow, flow, step) ? deliveryBody(loaded.flow, flow, step) : null;
      if (body?.way !== 'express') return fail('citizen.addressFaulty');
      const { way: _, pickUp: __, ...fields } = body;
      const address = addressFields.parse(fields);
      const words = JSON.stringify(address);
      const id = kept.get(words) ?? newId();
      kept.set(words, id);
      const mine = turn;
      const put = post('/put', { person, id, address, first: false });
      const told = await link.ask(put, replyOf(citizensApi.putAddress));
      if (turn !== mine) return fail('session.over');
      return told.ok ? ok(null) : told;
    },
    forget() {
      turn += 1;
      listed = [];
      kept = new Map();
    },
  };
}

/** The routes of `contracts/kiosk-addresses.ts`. */
export function addressRoutes(addresses: Omit<OwnAddresses, 'forget'>) {
  const os = implement(kioskContract);
  return {
    ownAddresses: os.ownAddresses.handler(async ({ input }) => answer(await addresses.list(input.sessionId))),
    takeAddress: os.takeAddress.handler(({ input }) =>
      answer(addresses.take(input.sessionId, input.addressId)),
    ),
    keepAddress: os.keepAddress.handler(async ({ input }) => answer(await addresses.keep(input.sessionId))),
  };
}
