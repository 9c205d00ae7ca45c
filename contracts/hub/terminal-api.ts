import { oc } from '@orpc/contract';
import { z } from 'zod';
import { deviceSummary } from '../devices.ts';
import { ingestRequest, ingestResponse, reconcileRequest, reconcileResponse } from '../ingest.ts';
import {
  caseNo,
  durationMs,
  epochMs,
  label,
  sha256,
  shortId,
  stage,
  terminalId,
  uuid,
} from '../primitives.ts';
import { ratedCase } from '../rating.ts';
import { reference } from '../reference.ts';

/**
 * What a terminal says to the hub. All but `enrol`, `challenge` and `token` carry `Authorization: Bearer <token>`.
 * A terminal proves itself with an Ed25519 key that never leaves it: challenge → signature → short-lived token.
 */
const base64url = (bytes: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`));

/** What is signed for a token: this text's UTF-8 bytes. */
export const tokenProof = (terminal: string, nonce: string): string =>
  `hall-terminal token ${terminal} ${nonce}`;

/** The counter's request for a rating, as its window's pad sees it. */
export const padRequest = z.object({
  id: uuid,
  windowId: shortId,
  windowName: label,
  staffId: shortId.nullable(),
  case: ratedCase,
  /** Time left to rate when this was sent, ms: no clock of the terminal is trusted. */
  leftMs: durationMs,
});
export type PadRequest = z.infer<typeof padRequest>;

/** What a pad reports of a request; never the level. `saved`: a rating is durable on the pad; `undone`: it was taken back. */
export const progress = z.enum([
  'rung',
  'opened',
  'saved',
  'timedOut',
  'declined',
  'alreadyRated',
  'otherWindow',
  'padFault',
  'undone',
]);
export type Progress = z.infer<typeof progress>;

export const heartbeat = z.object({
  epoch: uuid,
  app: z.string().min(1).max(40),
  queue: z.object({
    ready: z.number().int().min(0),
    dead: z.number().int().min(0),
    /** Age of the oldest unsent row, ms. */
    oldestMs: durationMs,
  }),
  fault: z.string().max(60).nullable(),
  /** Hub's time minus the terminal's wall clock, as the terminal last measured it, ms; null = not measured. */
  clockOffsetMs: z.number().int().nullable(),
  /**
   * Its declared peripherals (外设); absent from a terminal whose version knows of none. What a hub does not understand,
   * such as a class that only a newer terminal knows, counts as absent: the heartbeat itself is taken.
   */
  devices: z.array(deviceSummary).max(20).optional().catch(undefined),
});
export type Heartbeat = z.infer<typeof heartbeat>;

export const terminalApi = {
  enrol: oc
    .route({
      method: 'POST',
      path: '/terminal/enrol',
      summary: 'First contact: a one-time code binds a public key to a terminal',
      tags: ['terminal'],
    })
    .input(z.object({ terminalId, code: z.string().min(8).max(100), publicKey: base64url(32) }))
    .output(z.object({ windowId: shortId })),
  challenge: oc
    .route({
      method: 'POST',
      path: '/terminal/challenge',
      summary: 'A nonce to sign, good for a minute',
      tags: ['terminal'],
    })
    .input(z.object({ terminalId }))
    .output(z.object({ nonce: z.string().min(20).max(300), serverMs: epochMs })),
  token: oc
    .route({
      method: 'POST',
      path: '/terminal/token',
      summary: 'Signed nonce → access token',
      tags: ['terminal'],
    })
    .input(z.object({ terminalId, nonce: z.string().min(20).max(300), signature: base64url(64) }))
    .output(z.object({ token: z.string().min(20).max(500), expiresInMs: durationMs, serverMs: epochMs })),
  ingest: oc
    .route({
      method: 'POST',
      path: '/terminal/ingest',
      summary: 'Outbox rows; each outcome is sent after COMMIT',
      tags: ['terminal'],
    })
    .input(ingestRequest)
    .output(ingestResponse),
  reconcile: oc
    .route({
      method: 'POST',
      path: '/terminal/reconcile',
      summary: 'Which rows of an epoch the hub holds',
      tags: ['terminal'],
    })
    .input(reconcileRequest)
    .output(reconcileResponse),
  heartbeat: oc
    .route({
      method: 'POST',
      path: '/terminal/heartbeat',
      summary: 'Last seen, queue depth',
      tags: ['terminal'],
    })
    .input(heartbeat)
    .output(z.object({ serverMs: epochMs, referenceVersion: z.string() })),
  reference: oc
    .route({
      method: 'GET',
      path: '/terminal/reference',
      summary: 'Reference data of the terminal’s window',
      tags: ['terminal'],
    })
    .output(reference),
  asset: oc
    .route({
      method: 'GET',
      path: '/terminal/assets/{sha256}',
      summary: 'Bytes of an asset',
      tags: ['terminal'],
    })
    .input(z.object({ sha256 }))
    .output(z.file()),
  /** The open request of the terminal's window. */
  request: oc
    .route({
      method: 'GET',
      path: '/terminal/request',
      summary: 'The open request of this window',
      tags: ['terminal'],
    })
    .output(z.object({ serverMs: epochMs, request: padRequest.nullable() })),
  progress: oc
    .route({
      method: 'POST',
      path: '/terminal/requests/{id}/progress',
      summary: 'What became of a request',
      tags: ['terminal'],
    })
    .input(z.object({ id: uuid, state: progress }))
    .output(z.object({ serverMs: epochMs })),
  checkCase: oc
    .route({
      method: 'POST',
      path: '/terminal/case-check',
      summary: 'Is this a case, and not yet rated?',
      tags: ['terminal'],
    })
    .input(z.object({ caseNo, stage }))
    .output(
      z.object({
        serverMs: epochMs,
        state: z.enum(['found', 'unknown', 'alreadyRated']),
        case: ratedCase.nullable(),
      }),
    ),
};

/**
 * WebSocket /v1/terminal/channel (Bearer token at the upgrade): the hub says only where to look; data stays on HTTP.
 * The terminal sends nothing but pongs. Polling is the fall-back.
 */
export const look = z.object({ look: z.enum(['request', 'reference', 'token']) });
export type Look = z.infer<typeof look>;
export const CHANNEL_PATH = '/v1/terminal/channel';
