import type { Permission } from '../../contracts/hub/console-api.ts';

/** The rooms in the order of the menu, and what one needs to enter; null = everybody. */
export const ROOMS = [
  { id: 'ratings', path: '/ratings', needs: 'ratings.read' },
  { id: 'cases', path: '/cases', needs: 'cases.read' },
  { id: 'materials', path: '/materials', needs: 'materials.read' },
  { id: 'bookings', path: '/bookings', needs: 'bookings.read' },
  { id: 'petitions', path: '/petitions', needs: 'petitions.read' },
  { id: 'terminals', path: '/terminals', needs: 'terminals.read' },
  { id: 'users', path: '/users', needs: 'users.manage' },
  { id: 'audit', path: '/audit', needs: 'audit.read' },
  { id: 'me', path: '/me', needs: null },
] as const satisfies readonly { id: string; path: string; needs: Permission | null }[];
export type RoomId = (typeof ROOMS)[number]['id'];

export const roomsFor = (may: (permission: Permission) => boolean) =>
  ROOMS.filter((room) => room.needs === null || may(room.needs));
