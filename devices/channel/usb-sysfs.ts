import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a USB device says of itself; ids are four lower-case hex digits. */
export interface UsbIdentity {
  vendorId: string | null;
  productId: string | null;
  serialNumber: string | null;
  vendor: string | null;
  product: string | null;
}

export const NO_USB: UsbIdentity = {
  vendorId: null,
  productId: null,
  serialNumber: null,
  vendor: null,
  product: null,
};

/** Port → interface → device, and some room for ports of multiport adapters. */
const MOST_PARENTS = 6;

/** The USB device behind a device node, by its `device` link in sysfs; all null where there is none. */
export async function usbBehind(link: string): Promise<UsbIdentity> {
  let folder = await realpath(link).catch(() => null);
  for (let i = 0; folder !== null && i < MOST_PARENTS; i++) {
    const vendorId = await attribute(folder, 'idVendor');
    if (vendorId !== null) return identity(folder, vendorId);
    folder = dirname(folder);
  }
  return NO_USB;
}

async function identity(folder: string, vendorId: string): Promise<UsbIdentity> {
  return {
    vendorId,
    productId: await attribute(folder, 'idProduct'),
    serialNumber: await attribute(folder, 'serial'),
    vendor: await attribute(folder, 'manufacturer'),
    product: await attribute(folder, 'product'),
  };
}

/** One value of sysfs, without its line break; null when absent or empty. */
export async function attribute(folder: string, name: string): Promise<string | null> {
  const text = (await readFile(join(folder, name), 'utf8').catch(() => '')).trim();
  return text === '' ? null : text;
}
