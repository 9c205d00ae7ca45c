import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { openCalls, takeCall } from '../help/calls.ts';
import { orRefuse, refusal } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { changeRequest } from '../requests/change.ts';
import { createRequest } from '../requests/create.ts';
import { isOpen } from '../requests/machine.ts';
import { readRequest, toCounterRequest } from '../requests/rows.ts';
import type { Watch } from '../requests/watch.ts';
import { identifyCounter } from './identify.ts';
import { setOnDuty } from './on-duty.ts';
import { readWindow } from './window.ts';

const contract = implement(hubContract).$context<HubRequestContext>().counter;

/** … by who carries a window's token; before the input is looked at. */
const known = contract.use(async ({ context, next }) => {
  const { windowId } = orRefuse(await identifyCounter(context.hub, context.headers.authorization));
  return next({ context: { windowId } });
});

/** A browser names the origin of the page that asks; a window system has none. */
const sourceOf = ({ headers }: HubRequestContext): 'page' | 'api' =>
  headers.origin === undefined ? 'api' : 'page';

/** The counter's part of the hub's contract. */
export const counterRouter = (parts: { watch: Watch }) =>
  contract.router({
    window: known.window.handler(({ context }) => readWindow(context.hub, context.windowId)),
    setOnDuty: known.setOnDuty.handler(async ({ context, input }) => {
      orRefuse(await setOnDuty(context.hub, context.windowId, input.staffId, context.ip));
      return { serverMs: context.hub.now().getTime() };
    }),
    create: known.create.handler(async ({ context, input }) =>
      orRefuse(
        await createRequest(context.hub, { ...input, windowId: context.windowId, source: sourceOf(context) }),
      ),
    ),
    get: known.get.handler(({ context: { hub, windowId }, input, signal }) =>
      parts.watch.wait({
        requestId: input.id,
        waitMs: input.known === undefined ? 0 : (input.waitMs ?? 0),
        signal,
        async read() {
          const row = await readRequest(hub.db, input.id, windowId);
          if (!row) throw refusal('request.notFound');
          const value = toCounterRequest(row, hub.now());
          const changed = value.state !== input.known || !isOpen(value.state);
          return { value, changed, untilMs: value.leftMs };
        },
      }),
    ),
    cancel: known.cancel.handler(async ({ context: { hub, windowId }, input }) => {
      const answer = await changeRequest(hub, { id: input.id, windowId }, 'cancelled');
      if (!answer.ok) throw refusal('request.notFound');
      return toCounterRequest(answer.value, hub.now());
    }),
    help: {
      open: known.help.open.handler(async ({ context: { hub } }) => ({
        serverMs: hub.now().getTime(),
        calls: await openCalls(hub),
      })),
      take: known.help.take.handler(async ({ context: { hub, windowId, ip }, input }) => {
        orRefuse(await takeCall(hub, input.id, { login: `counter:${windowId}`, ip }));
        return { serverMs: hub.now().getTime() };
      }),
    },
  });
