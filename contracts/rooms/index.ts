/**
 * What the kiosk's rooms (find a service, book, my affairs …) and the terminal service say to each other, beside the one
 * status of `contracts/kiosk.ts`: questions and answers, each within a visit (`visitId`). One file a room.
 */
export const roomsContract = {};
