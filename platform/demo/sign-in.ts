import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Where `npm start` runs the simulators of the upper identity system and of the SMS gateway. */
const IDENTITY = 'http://127.0.0.1:7501';
const SMS = 'http://127.0.0.1:7502';

/** Signing in by QR and by SMS, over simulators; screens say so. */
export async function seedSignIn(trx: Transaction<Database>): Promise<void> {
  const identity = { codeUrl: `${IDENTITY}/code`, phoneUrl: `${IDENTITY}/phone`, simulated: true };
  const sms = { url: `${SMS}/send`, sign: '卫东区政务服务大厅', simulated: true };
  await trx
    .insertInto('setting')
    .values([
      { key: 'identity', value: JSON.stringify(identity) },
      { key: 'sms', value: JSON.stringify(sms) },
    ])
    .execute();
}
