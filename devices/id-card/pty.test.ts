import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { openChannel } from '../channel/open.ts';
import type { IdCardEvent } from '../device.ts';
import { hasSocat, openPty } from '../testing/pty.ts';
import { createIdCardReader } from './driver.ts';
import { createIdCardSimulator } from './simulator.ts';

const dir = mkdtempSync(join(tmpdir(), 'id-card-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const clock: Clock = { wallMs: Date.now, boottimeMs: () => performance.now(), bootId: 'test' };
const timers: Timers = {
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};

describe.skipIf(!hasSocat())('over a real serial port (PTY)', () => {
  it('reads a card at 115200 baud, tells its removal, and comes back after it was unplugged', async () => {
    const path = join(dir, 'ttyCARD');
    const pty = await openPty({ path, pacedBaud: 115_200 });
    const simulator = createIdCardSimulator();
    const attach = () => {
      const device = pty.device();
      if (device !== null) simulator.attach(device);
    };
    attach();
    const reader = createIdCardReader(
      {
        id: 'card',
        class: 'idCardReader',
        driver: 'sdt',
        port: { type: 'serial', path, baudRate: 115_200 },
        required: true,
        simulated: true,
        fingerprint: false,
      },
      keepOpen(openChannel({ type: 'serial', path, baudRate: 115_200 }), { clock, timers }),
      { clock, timers, log: () => undefined },
    );
    const events: IdCardEvent[] = [];
    const waiting = new Set<() => void>();
    reader.onEvent((event) => {
      events.push(event);
      for (const check of [...waiting]) check();
    });
    const told = (type: IdCardEvent['type']) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (events.at(-1)?.type !== type) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
      });

    const read = told('card');
    simulator.handle.insert('rarePlane2');
    reader.arm();
    await read;
    expect(events).toMatchObject([{ type: 'found' }, { type: 'card', card: { name: '赵𬱖𫍯𠅤' } }]);

    const removed = told('removed');
    simulator.handle.remove();
    await removed;

    await pty.unplug();
    const again = told('card');
    simulator.handle.insert('resident');
    await pty.plug();
    attach();
    await again;
    expect(events.at(-1)).toMatchObject({ type: 'card', card: { name: '张伟民' } });
    await reader.stop();
    await pty.stop();
  });
});
