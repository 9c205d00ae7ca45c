import { createBookingRoom } from './booking/index.ts';
import { createCertificatesRoom } from './certificates/index.ts';
import { createMeRoom } from './me/index.ts';
import { createProgressRoom } from './progress/index.ts';
import type { ProgressTools } from './progress/tools.ts';
import { createServicesRoom } from './services/index.ts';
import type { DraftTools, SheetTools } from './types.ts';

/** The rooms of a kiosk, each with its part of the terminal contract. */
export function createRooms(tools: ProgressTools & SheetTools & DraftTools) {
  const services = createServicesRoom(tools);
  const booking = createBookingRoom(tools);
  const progress = createProgressRoom(tools);
  const me = createMeRoom(tools);
  const certificates = createCertificatesRoom(tools);
  return {
    routes: {
      services: services.routes,
      booking: booking.routes,
      progress: progress.routes,
      me: me.routes,
      certificates: certificates.routes,
    },
    stop(): void {
      for (const room of [services, booking, progress, me, certificates]) room.stop();
    },
  };
}
export type RoomRoutes = ReturnType<typeof createRooms>['routes'];
