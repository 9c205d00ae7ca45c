import type { CertificateSettings } from '../certificates/settings.ts';
import type { HubContext } from '../context.ts';

/** Lets the demonstration hall ask the simulated e-certificate library at `url`; at each start, for its port may change. */
export async function setDemoLibrary({ db }: Pick<HubContext, 'db'>, url: string): Promise<void> {
  const setting: Partial<CertificateSettings> = {
    url,
    simulated: true,
    materials: {
      'household-register': ['HOUSEHOLD'],
      'residence-proof': ['HOUSEHOLD', 'PROPERTY'],
      premises: ['PROPERTY'],
      'income-proof': ['PROOF-FUND', 'PROOF-SOCIAL'],
    },
  };
  const value = JSON.stringify(setting);
  await db
    .insertInto('setting')
    .values({ key: 'certificates', value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}
