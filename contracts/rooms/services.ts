import { oc } from '@orpc/contract';
import { z } from 'zod';
import { audience, floor, serviceItem, topic, zone } from '../catalogue.ts';
import { epochMs, shortId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { slip } from '../slip.ts';
import { answer, done } from '../terminal-answer.ts';

/**
 * The kiosk's room for finding a service (找事项): the catalogue that the terminal keeps, so that all of it works with
 * the network gone. `catalogue.none`: nothing was ever heard of it.
 */
const inVisit = z.object({ visitId: uuid });

/** Hits of a search. */
export const MAX_HITS = 10;
/** Rows in one answer of a list. */
export const ROWS_A_PAGE = 24;
/** Longest text that is searched for; what is longer is cut. */
export const MAX_SEARCH = 40;

export const serviceRow = serviceItem
  .pick({ code: true, name: true, zones: true, flowId: true })
  .extend({ department: text2 });
export type ServiceRow = z.infer<typeof serviceRow>;

const counted = { count: z.number().int().min(0) };
export const servicesOverview = z.object({
  /** When the hub was last heard, by this machine's clock. */
  asOfMs: epochMs,
  ...counted,
  departments: z.array(z.object({ id: shortId, name: text2, ...counted })).max(500),
  topics: z.array(topic.extend(counted)).max(200),
  zones: z.array(z.object({ id: zone, ...counted })).max(2),
  /** The hall's map. */
  floors: z.array(floor).max(20),
  terminalId: z.string().max(40),
});
export type ServicesOverview = z.infer<typeof servicesOverview>;

/** What a list is of; what is left out does not narrow it. */
export const serviceFilter = z.object({
  departmentId: shortId.optional(),
  topicId: shortId.optional(),
  audience: audience.optional(),
  zone: zone.optional(),
});
export type ServiceFilter = z.infer<typeof serviceFilter>;

export const serviceGuide = z.object({
  item: serviceItem,
  department: text2,
  /** Floors with a window of this item. */
  floors: z.array(floor).max(20),
  terminalId: z.string().max(40),
  /** What the QR code holds: the address of the item's page, or the guide in short. */
  qr: z.string().min(1).max(500),
});
export type ServiceGuide = z.infer<typeof serviceGuide>;

const ofItem = inVisit.extend({ code: shortId });

export const servicesContract = {
  overview: oc.input(inVisit).output(answer(servicesOverview)),
  /** The best of them first; an empty text finds nothing. */
  search: oc
    .input(inVisit.extend({ text: z.string().max(200) }))
    .output(answer(z.array(serviceRow).max(MAX_HITS))),
  list: oc
    .input(inVisit.extend({ filter: serviceFilter, offset: z.number().int().min(0).max(100_000) }))
    .output(answer(z.object({ total: z.number().int().min(0), rows: z.array(serviceRow).max(ROWS_A_PAGE) }))),
  /** `catalogue.unknown`: it is not there any more. */
  guide: oc.input(ofItem).output(answer(serviceGuide)),
  /** The guide as it would be printed, in the language of the visit. */
  slip: oc.input(ofItem).output(answer(slip)),
  /** `device.missing`, and what the printer says. */
  print: oc.input(ofItem).output(done),
};
