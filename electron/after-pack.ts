import { join } from 'node:path';
import { fuse } from './fuses.config.ts';

/** What electron-builder hands to an `afterPack` hook, as far as it is used. */
interface AfterPackContext {
  appOutDir: string;
  electronPlatformName: string;
  packager: { executableName?: string; appInfo: { productFilename: string } };
}

/** The packed executable, whose name differs by platform. */
export function packedBinary(context: AfterPackContext): string {
  const { appOutDir, electronPlatformName, packager } = context;
  return electronPlatformName === 'win32'
    ? join(appOutDir, `${packager.appInfo.productFilename}.exe`)
    : join(appOutDir, packager.executableName ?? packager.appInfo.productFilename);
}

/** electron-builder's hook after the application was packed and before it is signed: sets the fuses. */
export default async function afterPack(context: AfterPackContext): Promise<void> {
  await fuse(packedBinary(context));
}
