import type { CertificateView } from '../../../contracts/certificate.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { CertificateHub } from './hub.ts';

/** Where a scan step may take an electronic certificate from instead of paper (以证代材料). Nothing is kept here. */
export interface CertificateSource {
  /** Those of this person that may stand for this material and are valid; none is no failure. */
  listForMaterial(
    person: Person,
    materialCode: string,
  ): Promise<Result<{ simulated: boolean; rows: CertificateView[] }>>;
  /** Its file as the library gave it. `not.found`: not one that may stand for this material. */
  take(person: Person, materialCode: string, id: string): Promise<Result<Uint8Array>>;
}

export function certificateSource(hub: Pick<CertificateHub, 'list' | 'file'>): CertificateSource {
  return {
    listForMaterial: (person, materialCode) => hub.list({ identity: person }, materialCode),
    async take(person, materialCode, id) {
      const listed = await hub.list({ identity: person }, materialCode);
      if (!listed.ok) return listed;
      if (!listed.value.rows.some((c) => c.id === id)) return fail('not.found');
      const file = await hub.file({ identity: person }, id);
      return file.ok ? ok(file.value.bytes) : file;
    },
  };
}
