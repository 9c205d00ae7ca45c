import type { DeviceDeclaration, DevicePort } from '../../contracts/devices.ts';
import type { FoundPort } from '../../contracts/maintenance.ts';

type Found = Omit<FoundPort, 'usedBy'>;

/** What a scan of the ports found, each with the declared device that uses it. The libraries are loaded with the first scan. */
export async function discoverPorts(declarations: readonly DeviceDeclaration[]): Promise<FoundPort[]> {
  const { discover } = await import('../../devices/channel/discover.ts');
  return withUsers(await discover(), declarations);
}

export const withUsers = (found: readonly Found[], declarations: readonly DeviceDeclaration[]): FoundPort[] =>
  found.map((f) => ({ ...f, usedBy: declarations.find((d) => isAt(d.port, f))?.id ?? null }));

/** Whether a declared port is the one that was found. What a declaration leaves open fits everything. */
function isAt(declared: DevicePort, { type, port }: Found): boolean {
  switch (declared.type) {
    case 'serial':
      if (type !== 'serial') return false;
      return declared.usb === undefined ? declared.path === port.path : fits(declared.usb, port);
    case 'hid': {
      const { type: _, ...wanted } = declared;
      return type === 'hid' && fits(wanted, port);
    }
    case 'http':
      return type === 'escl' && trimmed(declared.url) === trimmed(port.url);
    case 'sane':
      return type === 'sane' && declared.device === port.device;
    case 'queue':
      return type === 'queue' && declared.name === port.name;
    default:
      return false;
  }
}

const fits = (wanted: object, port: Found['port']): boolean =>
  Object.entries(wanted).every(([key, value]) => value === undefined || port[key] === value);

const trimmed = (url: string | number | undefined): string => String(url).replace(/\/+$/, '');
