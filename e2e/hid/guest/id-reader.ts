import { openHid } from '../../../devices/channel/hid.ts';
import { keepOpen } from '../../../devices/channel/keep-open.ts';
import type { DeviceContext, IdCardEvent } from '../../../devices/device.ts';
import { createIdCardReader } from '../../../devices/id-card/driver.ts';
import { overHid } from '../../../devices/id-card/over-hid.ts';
import { CARD_FIXTURES, createIdCardSimulator } from '../../../devices/id-card/simulator.ts';
import { check, hold, until } from './checks.ts';
import { ID_READER } from './descriptors.ts';
import { openUhid } from './uhid.ts';

/** A virtual reader of the HID kind, read by the real driver. */
export async function checkIdReader(context: DeviceContext): Promise<void> {
  const simulator = createIdCardSimulator({ timers: context.timers });
  const device = await openUhid({
    name: 'Virtual ID reader',
    serialNumber: 'SIM-2',
    vendorId: 0x10c4,
    productId: 0x0007,
    descriptor: ID_READER,
    isNumbered: false,
    onFeature: async () => false,
  });
  const plug = async (): Promise<void> => simulator.attach(overHid(await device.plug()));
  await plug();

  const port = { type: 'hid', vendorId: '10c4', productId: '0007' } as const;
  const reader = createIdCardReader(
    {
      id: 'id',
      class: 'idCardReader',
      driver: 'sdt',
      fingerprint: false,
      port,
      required: true,
      simulated: true,
    },
    keepOpen(openHid(port), context),
    context,
  );
  const events: IdCardEvent[] = [];
  reader.onEvent((event) => events.push(event));
  const cardOf = (): Extract<IdCardEvent, { type: 'card' }> | undefined =>
    events.find((event) => event.type === 'card');

  async function readCard(n: number): Promise<string> {
    const fixture = CARD_FIXTURES[n];
    if (fixture === undefined) throw new Error('no such card');
    events.length = 0;
    simulator.handle.insert(fixture);
    await until('a card', () => events.some((event) => event.type === 'card' || event.type === 'refused'));
    const read = cardOf();
    hold(read !== undefined, JSON.stringify(events.at(-1)));
    simulator.handle.remove();
    await until('its removal', () => events.some((event) => event.type === 'removed'));
    return `1295 bytes in ${Math.round(read?.readMs ?? 0)} ms`;
  }

  await check('ID reader: found and opened through hidraw', async () => {
    await until('the reader is ok', () => reader.report().state === 'ok');
    return reader.report().identity.port ?? '';
  });
  await check('ID reader: a card over HID reports, and its removal', async () => {
    reader.arm();
    return readCard(0);
  });
  await check('ID reader: unplugged, back, and another card', async () => {
    await device.unplug();
    await until('the reader is missing', () => reader.report().state === 'missing');
    await plug();
    await until('the reader is ok again', () => reader.report().state === 'ok');
    return readCard(1);
  });
  await reader.stop();
  await device.unplug();
}
