import type { CertificateView } from '../../../contracts/certificate.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import type { PaperType } from '../../../contracts/material.ts';
import type { Answer } from '../../refusal.ts';

/** A certificate as its library lists it; `no` is whole. */
export type LibraryCertificate = Omit<CertificateView, 'left'>;
export interface LibraryFile {
  type: PaperType;
  bytes: Buffer;
}

/**
 * The upper e-certificate library (电子证照库), as far as the hall knows it. Never throws, never longer than its time-out.
 * `certificate.libraryAway`: no answer in time, or none of the interface · `certificate.refused`: it does not allow it.
 */
export interface CertificateLibrary {
  list(person: Person): Promise<Answer<LibraryCertificate[]>>;
  /** Of a proof: makes it out. `not.found`, `certificate.badFile`. */
  file(person: Person, id: string): Promise<Answer<LibraryFile>>;
  /** A short-lived code that others can check. `not.found`, `certificate.notNow`. */
  code(person: Person, id: string): Promise<Answer<{ text: string; ttlMs: number }>>;
}
