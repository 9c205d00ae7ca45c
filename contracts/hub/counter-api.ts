import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseNo, durationMs, epochMs, label, shortId, stage, uuid } from '../primitives.ts';
import { ratedCase } from '../rating.ts';
import { text2 } from '../reference.ts';
import { helpDeskApi } from './help-api.ts';

/**
 * What a counter's window system (or our counter page) says to the hub: `Authorization: Bearer <token of one window>`.
 * It asks for a rating, watches, cancels. It never learns the level.
 */
export const requestState = z.enum([
  'waiting',
  'rung',
  'opened',
  'rated',
  'expired',
  'cancelled',
  'declined',
  'alreadyRated',
  'otherWindow',
  'padFault',
]);
export type RequestState = z.infer<typeof requestState>;

export const counterRequest = z.object({
  id: uuid,
  state: requestState,
  case: ratedCase,
  staffId: shortId.nullable(),
  createdMs: epochMs,
  /** Time left until it expires, ms; 0 when it is over. */
  leftMs: durationMs,
});
export type CounterRequest = z.infer<typeof counterRequest>;

export const counterApi = {
  window: oc
    .route({
      method: 'GET',
      path: '/counter/window',
      summary: 'This window: its pad, its staff, its latest cases',
      tags: ['counter'],
    })
    .output(
      z.object({
        serverMs: epochMs,
        window: z.object({ id: shortId, no: z.string(), name: text2, department: text2 }),
        pad: z.object({ state: z.enum(['online', 'offline', 'none']), lastSeenMs: epochMs.nullable() }),
        staff: z.array(z.object({ id: shortId, no: shortId, name: label })),
        staffOnDuty: shortId.nullable(),
        cases: z.array(ratedCase.extend({ handledMs: epochMs, rated: z.boolean() })).max(50),
      }),
    ),
  setOnDuty: oc
    .route({
      method: 'PUT',
      path: '/counter/on-duty',
      summary: 'Who sits at this window now',
      tags: ['counter'],
    })
    .input(z.object({ staffId: shortId.nullable() }))
    .output(z.object({ serverMs: epochMs })),
  create: oc
    .route({
      method: 'POST',
      path: '/counter/requests',
      summary: 'Ask the pad for a rating',
      successStatus: 201,
      tags: ['counter'],
    })
    .input(
      z.object({
        caseNo,
        stage,
        /** Where the hub does not know the case yet, the counter names the item. */
        itemCode: shortId.optional(),
        itemName: label.optional(),
        /** Badge number (工号); default: who is on duty. */
        staffNo: shortId.optional(),
      }),
    )
    .output(counterRequest),
  get: oc
    .route({
      method: 'GET',
      path: '/counter/requests/{id}',
      summary: 'State of a request; waits up to waitMs for a change from `known`',
      tags: ['counter'],
    })
    .input(
      z.object({
        id: uuid,
        known: requestState.optional(),
        waitMs: z.coerce.number().int().min(0).max(25_000).optional(),
      }),
    )
    .output(counterRequest),
  cancel: oc
    .route({
      method: 'POST',
      path: '/counter/requests/{id}/cancel',
      summary: 'Take a request back',
      tags: ['counter'],
    })
    .input(z.object({ id: uuid }))
    .output(counterRequest),
  help: helpDeskApi('counter'),
};
