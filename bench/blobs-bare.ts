/** What a blob upload is held against: a bare HTTP server that takes a PUT, hashes it, writes it and fsyncs once. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const file = process.argv[2] ?? '';
/** Each PUT has a file of its own, as each upload at the hub has: memory that was written before is written faster. */
let serial = 0;

const server = createServer({ requestTimeout: 600_000 }, async (request, response) => {
  const hash = createHash('sha256');
  const handle = await open(`${file}.${serial++}`, 'w');
  for await (const part of request) {
    hash.update(part);
    await handle.writeFile(part);
  }
  await handle.sync();
  await handle.close();
  response.end(hash.digest('hex'));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: true, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));
