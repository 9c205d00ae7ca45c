import { bookingContract } from './booking.ts';
import { certificatesContract } from './certificates.ts';
import { meContract } from './me.ts';
import { progressContract } from './progress.ts';
import { servicesContract } from './services.ts';

/**
 * What the kiosk's rooms (find a service, book, my affairs …) and the terminal service say to each other, beside the one
 * status of `contracts/kiosk.ts`: questions and answers, each within a visit (`visitId`). One file a room.
 */
export const roomsContract = {
  booking: bookingContract,
  certificates: certificatesContract,
  services: servicesContract,
  me: meContract,
  progress: progressContract,
};
