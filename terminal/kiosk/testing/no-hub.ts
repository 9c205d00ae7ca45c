import { fail } from '../../../contracts/result.ts';
import type { CertificateSource } from '../../rooms/certificates/for-material.ts';
import type { Drafts } from '../drafts.ts';
import type { HallDrafts } from '../hall-drafts.ts';
import type { Phone } from '../phone.ts';
import type { Reuse } from '../reuse.ts';

/** A desk that knows no hub. */
export const noPhone: Phone = {
  way: () => null,
  refresh: () => {},
  open: async () => fail('hub.unreachable'),
  list: async () => fail('phone.over'),
  read: async () => fail('phone.over'),
  drop: async () => fail('phone.over'),
  forget: () => {},
};
export const noReuse: Reuse = {
  list: async () => fail('hub.unreachable'),
  read: async () => fail('not.found'),
  forget: () => {},
};
export const noCertificates: CertificateSource = {
  listForMaterial: async () => fail('hub.unreachable'),
  take: async () => fail('hub.unreachable'),
};
export const noDrafts: Drafts = { save: () => null, find: () => null, forget: () => {}, forgetAll: () => {} };
export const noHallDrafts: HallDrafts = {
  online: () => false,
  put: () => {},
  drop: () => {},
  forget: () => {},
  forgetAll: () => {},
  list: async () => fail('hub.unreachable'),
  take: async () => fail('hub.unreachable'),
  refresh: () => {},
  stop: () => {},
};
