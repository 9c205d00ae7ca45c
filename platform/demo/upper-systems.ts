import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { SIMULATED_PUBLIC_KEY } from '../simulators/seals/key.ts';

/** Where `npm start` runs the simulators of upper systems. */
const IDENTITY = 'http://127.0.0.1:7501';
const SMS = 'http://127.0.0.1:7502';
const REGISTER = 'http://127.0.0.1:7503';
const SEALS = 'http://127.0.0.1:7504';

/** Signing in by QR and by SMS, the enterprise register and the e-seal platform, over simulators; screens say so. */
export async function seedUpperSystems(trx: Transaction<Database>): Promise<void> {
  const identity = { codeUrl: `${IDENTITY}/code`, phoneUrl: `${IDENTITY}/phone`, simulated: true };
  const sms = { url: `${SMS}/send`, sign: '卫东区政务服务大厅', simulated: true };
  const register = { url: `${REGISTER}/enterprise`, simulated: true };
  const seals = { url: `${SEALS}/seals`, simulated: true, publicKeys: [SIMULATED_PUBLIC_KEY] };
  await trx
    .insertInto('setting')
    .values([
      { key: 'identity', value: JSON.stringify(identity) },
      { key: 'sms', value: JSON.stringify(sms) },
      { key: 'enterpriseRegister', value: JSON.stringify(register) },
      { key: 'seals', value: JSON.stringify(seals) },
    ])
    .execute();
}
