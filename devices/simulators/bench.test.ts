import { afterEach, describe, expect, test } from 'vitest';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { openSerial } from '../channel/serial.ts';
import { openTcp } from '../channel/tcp.ts';
import { hasCups } from '../document-printer/testing/cups.ts';
import { hasSocat } from '../testing/pty.ts';
import { type AnyBench, startSimulators } from './bench.ts';

let bench: AnyBench | null = null;
afterEach(async () => {
  await bench?.stop();
  bench = null;
});

const STATUS = Buffer.from('AAAAAA9669000311FFED', 'hex');
/** SW3 90, as the reference has it. */
const IS_WELL = Buffer.from('AAAAAA9669000400009094', 'hex');

describe('the bench', () => {
  test('starts what was asked for, and declares it as simulated real devices', async () => {
    const started = await startSimulators({ idCard: { over: 'tcp' }, receipts: { over: 'tcp', dots: 384 } });
    bench = started;
    const declarations = started.declarations();
    expect(declarations.map((d) => [d.id, d.class, d.simulated, d.port.type])).toEqual([
      ['card', 'idCardReader', true, 'tcp'],
      ['receipt', 'receiptPrinter', true, 'tcp'],
    ]);
    for (const declaration of declarations) expect(deviceDeclaration.parse(declaration)).toEqual(declaration);
    expect(declarations[1]).toMatchObject({ dots: 384 });
    expect('code' in started).toBe(false);
  });

  test('speaks the wire, is gone while unplugged, and is back at the same place', async () => {
    const started = await startSimulators({ idCard: { over: 'tcp' } });
    bench = started;
    const { port } = started.declarations()[0] ?? {};
    if (port?.type !== 'tcp') throw new Error('not over TCP');
    expect(await ask(openTcp(port))).toEqual(IS_WELL);
    await started.idCard.unplug();
    expect(started.idCard.plugged()).toBe(false);
    expect(await openTcp(port)()).toMatchObject({ ok: false, error: { code: 'device.missing' } });
    await started.idCard.plug();
    expect(await ask(openTcp(port))).toEqual(IS_WELL);
  });

  test.skipIf(!hasSocat())('does so over a serial port too', async () => {
    const started = await startSimulators({ idCard: { over: 'pty' } });
    bench = started;
    const { port } = started.declarations()[0] ?? {};
    if (port?.type !== 'serial') throw new Error('not over a serial port');
    expect(await ask(openSerial(port))).toEqual(IS_WELL);
    await started.idCard.unplug();
    expect(await openSerial(port)()).toMatchObject({ ok: false, error: { code: 'device.missing' } });
    await started.idCard.plug();
    expect(await ask(openSerial(port))).toEqual(IS_WELL);
  });

  test.skipIf(!hasCups())('brings its own print queue', async () => {
    const started = await startSimulators({ printing: true });
    bench = started;
    expect(started.declarations()).toMatchObject([{ class: 'documentPrinter', port: { name: 'hall-pdf' } }]);
    expect(started.printing.printed()).toEqual([]);
    expect(started.printing.server).toMatch(/cups\.sock$/);
  });
});

async function ask(open: ReturnType<typeof openTcp>): Promise<Buffer> {
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.code);
  const { value: channel } = opened;
  const answer = await new Promise<Buffer>((resolve) => {
    let seen = Buffer.alloc(0);
    channel.onData((chunk) => {
      seen = Buffer.concat([seen, chunk]);
      if (seen.length >= IS_WELL.length) resolve(seen);
    });
    void channel.write(STATUS);
  });
  await channel.close();
  return answer;
}
