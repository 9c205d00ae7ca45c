import type { z } from 'zod';
import { applicant } from '../application.ts';

/**
 * The citizen for whom a kiosk asks the hub. Sent in the body of a call over TLS by an enrolled terminal; the hub keeps
 * no number in clear. `by: 'typed'` has proven nothing: what is about the person is refused as `auth.required`.
 */
export const person = applicant.pick({ name: true, idNumber: true, by: true });
export type Person = z.infer<typeof person>;
