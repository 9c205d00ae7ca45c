import { z } from 'zod';
import type { Secrets } from '../context.ts';

/** The person or company of a case, kept as one encrypted JSON document in `hall_case.applicant`. */
export const applicant = z.object({
  name: z.string().max(200),
  /** Resident identity number, or unified social credit code of a company. */
  idNumber: z.string().max(40),
  phone: z.string().max(40),
});
export type Applicant = z.infer<typeof applicant>;

const binding = (caseNo: string): string => `case.applicant:${caseNo}`;

export const sealApplicant = (secrets: Secrets, caseNo: string, person: Applicant): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(person), 'utf8'), binding(caseNo));

/** null when the bytes are not this hub's or not of this case. */
export function openApplicant(secrets: Secrets, caseNo: string, sealed: Uint8Array): Applicant | null {
  try {
    const parsed = applicant.safeParse(JSON.parse(secrets.open(sealed, binding(caseNo)).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
