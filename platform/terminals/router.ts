import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { checkCase } from '../cases/check.ts';
import { ingest } from '../ingest/ingest.ts';
import { gateFor, type IngestGates } from '../ingest/lanes.ts';
import { readAsset } from '../reference/asset.ts';
import type { ReferenceCache } from '../reference/cache.ts';
import { orRefuse, refusal } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { changeRequest } from '../requests/change.ts';
import { openRequest } from '../requests/open.ts';
import { enrol } from './enrol.ts';
import { noteHeartbeat } from './heartbeat.ts';
import { terminalOnly } from './known.ts';
import { newNonce } from './proof.ts';
import { heldRanges } from './reconcile.ts';
import { grantToken } from './token.ts';

const contract = implement(hubContract).$context<HubRequestContext>().terminal;

const known = contract.use(terminalOnly);

export interface TerminalParts {
  gates: IngestGates;
  references: ReferenceCache;
}

const nowMs = (context: HubRequestContext): number => context.hub.now().getTime();
/** An asset's bytes never change under its hash. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/** The terminal's part of the hub's contract. */
export const terminalRouter = ({ gates, references }: TerminalParts) =>
  contract.router({
    enrol: contract.enrol.handler(async ({ context, input }) =>
      orRefuse(await enrol(context.hub, input, context.ip)),
    ),
    challenge: contract.challenge.handler(({ context, input }) => ({
      nonce: newNonce(context.hub, input.terminalId),
      serverMs: nowMs(context),
    })),
    token: contract.token.handler(async ({ context, input }) => ({
      ...orRefuse(await grantToken(context.hub, input)),
      serverMs: nowMs(context),
    })),
    ingest: known.ingest.handler(async ({ context, input }) =>
      orRefuse(await ingest(context.hub, gateFor(gates, input.items), context.terminal, input)),
    ),
    reconcile: known.reconcile.handler(async ({ context, input }) => ({
      ranges: await heldRanges(context.hub, context.terminal.id, input.epoch),
      serverMs: nowMs(context),
    })),
    heartbeat: known.heartbeat.handler(async ({ context, input }) => {
      await noteHeartbeat(context.hub, context.terminal.id, input);
      const reference = await references.get(context.terminal.windowId);
      return { serverMs: nowMs(context), referenceVersion: reference?.version ?? 'none' };
    }),
    reference: known.reference.handler(async ({ context }) => {
      const reference = await references.get(context.terminal.windowId);
      if (reference === null) throw refusal('not.found');
      return reference;
    }),
    asset: known.asset.handler(async ({ context, input }) => {
      const file = await readAsset(context.hub, input.sha256);
      if (file === null) throw refusal('not.found');
      context.reply.header('cache-control', FOR_EVER);
      return file;
    }),
    request: known.request.handler(async ({ context }) => ({
      serverMs: nowMs(context),
      request: await openRequest(context.hub, context.terminal.windowId),
    })),
    progress: known.progress.handler(async ({ context, input }) => {
      orRefuse(
        await changeRequest(context.hub, { id: input.id, windowId: context.terminal.windowId }, input.state),
      );
      return { serverMs: nowMs(context) };
    }),
    checkCase: known.checkCase.handler(async ({ context, input }) => ({
      ...(await checkCase(context.hub, input.caseNo, input.stage)),
      serverMs: nowMs(context),
    })),
  });
