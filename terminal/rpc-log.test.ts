import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { logFailures } from './rpc-log.ts';

const whole = z.object({ n: z.number().int() });
const contract = {
  once: oc.input(whole).output(whole),
  watch: oc.output(eventIterator(whole)),
};
const os = implement(contract);
/** Breaks its own contract: the input's half is no whole number. */
const router = os.router({
  once: os.once.handler(({ input }) => ({ n: input.n / 2 })),
  watch: os.watch.handler(async function* () {
    yield { n: 1 };
    yield { n: 1.5 };
  }),
});

const logged: unknown[] = [];
const { port1, port2 } = new MessageChannel();
new RPCHandler(router, {
  clientInterceptors: [logFailures((event, data) => logged.push({ event, ...data }))],
}).upgrade(port1);
port1.start();
const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port: port2 }));
port2.start();
afterEach(() => {
  logged.length = 0;
});

test('a good call logs nothing', async () => {
  expect(await client.once({ n: 2 })).toEqual({ n: 1 });
  expect(logged).toEqual([]);
});

test('an answer that breaks the contract names procedure and field, without its value', async () => {
  await expect(client.once({ n: 3 })).rejects.toThrow();
  expect(logged).toEqual([
    { event: 'rpc.failed', procedure: 'once', code: 'INTERNAL_SERVER_ERROR', field: 'n' },
  ]);
});

test('a watch that breaks off is logged too', async () => {
  const seen: number[] = [];
  const read = async () => {
    for await (const { n } of await client.watch()) seen.push(n);
  };
  await expect(read()).rejects.toThrow();
  expect(seen).toEqual([1]);
  expect(logged).toEqual([
    { event: 'rpc.failed', procedure: 'watch', code: 'EVENT_ITERATOR_VALIDATION_FAILED', field: 'n' },
  ]);
});
