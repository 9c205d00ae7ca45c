import type { DevicePort } from '../../contracts/devices.ts';
import { openFile } from './file.ts';
import { openHid } from './hid.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import type { OpenChannel } from './types.ts';

/** The ports that carry bytes; the others have a protocol of their own. */
export type BytePort = Extract<DevicePort, { type: 'serial' | 'hid' | 'tcp' | 'file' }>;

export const carriesBytes = (port: DevicePort): port is BytePort =>
  port.type === 'serial' || port.type === 'hid' || port.type === 'tcp' || port.type === 'file';

/** How the channel of a declared port is opened. Throws for a port that carries no bytes: ask `carriesBytes` first. */
export function openChannel(port: DevicePort): OpenChannel {
  switch (port.type) {
    case 'serial':
      return openSerial(port);
    case 'hid':
      return openHid(port);
    case 'tcp':
      return openTcp(port);
    case 'file':
      return openFile(port);
    default:
      throw new Error(`a port of type ${port.type} carries no bytes`);
  }
}
