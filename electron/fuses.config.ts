import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * Electron's fuses as we ship it: nothing that turns the shipped binary into a general Node or opens it to a
 * debugger; only our own, intact archive is run. `strictlyRequireAllFuses` fails the build when a new Electron
 * brings a fuse on which nobody has decided.
 */
export const FUSES: FuseConfig = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Writes them into an Electron executable. Throws when it holds no fuse wire, or one of another length. */
export const fuse = (binary: string): Promise<number> => flipFuses(binary, FUSES);
