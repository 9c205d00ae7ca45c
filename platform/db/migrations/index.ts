import type { Migration } from 'kysely/migration';
import * as foundation from './001-foundation.ts';
import * as consoleIndexes from './002-console-indexes.ts';
import * as relayRetry from './003-relay-retry.ts';
import * as terminalDevices from './004-terminal-devices.ts';
import * as blobs from './005-blobs.ts';
import * as materials from './006-materials.ts';
import * as applications from './007-applications.ts';
import * as catalogue from './008-catalogue.ts';
import * as bookings from './009-bookings.ts';
import * as citizens from './010-citizens.ts';
import * as help from './011-help.ts';
import * as certificates from './012-certificates.ts';
import * as signIn from './013-sign-in.ts';
import * as phone from './014-phone.ts';
import * as drafts from './016-drafts.ts';

/**
 * Every migration, in order of its name. Listed by hand: a bundled hub has no folder to read. A migration that was
 * released is never changed; what is to change is a new one.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-foundation': foundation,
  '002-console-indexes': consoleIndexes,
  '003-relay-retry': relayRetry,
  '004-terminal-devices': terminalDevices,
  '005-blobs': blobs,
  '006-materials': materials,
  '007-applications': applications,
  '008-catalogue': catalogue,
  '009-bookings': bookings,
  '011-help': help,
  '012-certificates': certificates,
  '010-citizens': citizens,
  '013-sign-in': signIn,
  '014-phone': phone,
  '016-drafts': drafts,
};
