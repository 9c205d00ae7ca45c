import type { CertificateView } from '../../../contracts/certificate.ts';
import type { PaperType } from '../../../contracts/material.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { Visit } from '../../../contracts/visit.ts';
import type { CertificateHub } from './hub.ts';

/** A certificate in the place of paper (以证代材料): its file as the library gave it, to be brought in like any other. */
export interface TakenCertificate {
  title: string;
  type: PaperType;
  bytes: Uint8Array;
}

/** Where a scan step may take an electronic certificate from instead of a page. Nothing is kept here. */
export interface CertificateSource {
  /** Those of the visit's person that may stand for this material and are valid; none is no failure. */
  listForMaterial(visit: Visit, materialCode: string): Promise<Result<CertificateView[]>>;
  /** `not.found`: not one that may stand for it. */
  take(visit: Visit, materialCode: string, id: string): Promise<Result<TakenCertificate>>;
}

export function certificateSource(hub: CertificateHub): CertificateSource {
  async function listForMaterial(visit: Visit, materialCode: string): Promise<Result<CertificateView[]>> {
    const listed = await hub.list(visit, materialCode);
    return listed.ok ? ok(listed.value.rows) : listed;
  }
  return {
    listForMaterial,
    async take(visit, materialCode, id) {
      const listed = await listForMaterial(visit, materialCode);
      if (!listed.ok) return listed;
      const one = listed.value.find((c) => c.id === id);
      if (one === undefined) return fail('not.found');
      const file = await hub.file(visit, id);
      return file.ok ? ok({ title: one.name.zh, ...file.value }) : file;
    },
  };
}
