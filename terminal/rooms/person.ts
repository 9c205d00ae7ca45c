import type { Person } from '../../contracts/hub/person.ts';
import type { Identity } from '../../contracts/visit.ts';

/** Whom a question to the hub is about. */
export const personOf = ({ name, idNumber, by }: Identity): Person => ({ name, idNumber, by });

/** Has this visit proven who it is? A typed number has not. */
export const isProven = (identity: Identity | null): identity is Identity =>
  identity !== null && identity.by !== 'typed';
