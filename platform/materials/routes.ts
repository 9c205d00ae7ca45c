import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { may, type Permission } from '../../contracts/hub/console-api.ts';
import { uuid } from '../../contracts/primitives.ts';
import { rangeOf, readBlob } from '../blobs/read.ts';
import { appendAudit } from '../console/audit/append.ts';
import { readCookie } from '../console/auth/cookie.ts';
import { findSession, type Session } from '../console/auth/sessions.ts';
import type { HubContext } from '../context.ts';
import { orRefuse, refusal } from '../refusal.ts';
import { secretHash } from '../secret-hash.ts';
import { exportApplication } from './export.ts';
import { findMaterial } from './look.ts';
import { ENDINGS } from './rows.ts';
import type { Thumbnails } from './thumbnails.ts';
import { isTicket, type TicketFacts } from './ticket.ts';

const CONSOLE = '/v1/console/applications/:id';
/** Looks a minute of one session: a viewer asks for a document in parts. */
const PARTS = 1_200;
const MINUTE = 60_000;
/** Should a browser ever show it as a page, it can do nothing. */
const POLICY = "default-src 'none'; sandbox";

export interface MaterialParts {
  hub: HubContext;
  thumbnails: Thumbnails;
}

/**
 * The bytes of materials for browsers: `materialPaths` of the contract. A call needs the session's cookie, a role that
 * may look, and a ticket that was given to this very session; the ticket's look has been audited.
 */
export function serveMaterials({ hub, thumbnails }: MaterialParts): (app: FastifyInstance) => Promise<void> {
  async function allow(
    request: FastifyRequest,
    permission: Permission,
    wanted: readonly Omit<TicketFacts, 'session'>[],
  ): Promise<{ session: Session; purpose: TicketFacts['purpose'] }> {
    const secret = readCookie(request.headers.cookie);
    const session = secret === null ? null : await findSession(hub, secretHash(secret));
    if (session === null) throw refusal('auth.required');
    const { mustChangePassword, role, login } = session.user;
    if (mustChangePassword || !may(role, permission)) {
      await appendAudit(hub, {
        actor: login,
        ip: request.ip,
        action: 'access.refused',
        target: request.routeOptions.url ?? null,
        result: 'refused',
        detail: { permission },
      });
      throw refusal('auth.forbidden');
    }
    const { ticket } = request.query as { ticket?: unknown };
    const facts = wanted.find(
      (w) => typeof ticket === 'string' && isTicket(hub, { ...w, session: session.key }, ticket),
    );
    if (facts === undefined) throw refusal('material.ticketOver');
    return { session, purpose: facts.purpose };
  }

  async function document(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { id, materialId } = idsOf(request);
    const { purpose } = await allow(request, 'materials.read', [
      { purpose: 'view', id: materialId },
      { purpose: 'download', id: materialId },
    ]);
    const material = await wholeMaterial(hub, id, materialId);
    const range = rangeOf(request.headers.range, material.size);
    const reading = orRefuse(await readBlob(hub, material.document.toString('hex'), range ?? undefined));
    const kind = purpose === 'download' ? 'attachment' : 'inline';
    const name = `${material.code}-${materialId.slice(0, 8)}.${ENDINGS[material.type]}`;
    const { start, end } = reading.range;
    if (range !== null)
      reply.status(206).header('content-range', `bytes ${start}-${end}/${reading.blob.size}`);
    return personal(reply)
      .header('accept-ranges', 'bytes')
      .header('content-length', end - start + 1)
      .header('content-type', material.type)
      .header('content-disposition', `${kind}; filename="${name}"`)
      .send(reading.stream);
  }

  async function thumbnail(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { id, materialId } = idsOf(request);
    const { page = '' } = request.params as { page?: string };
    await allow(request, 'materials.read', [{ purpose: 'thumbnails', id }]);
    const material = await wholeMaterial(hub, id, materialId);
    if (!/^[1-9]\d{0,2}$/.test(page) || Number(page) > material.pages) throw refusal('not.found');
    const sha256 = material.document.toString('hex');
    const picture = orRefuse(await thumbnails.of({ ...material, sha256 }, Number(page)));
    return personal(reply).header('content-type', 'image/webp').send(picture);
  }

  async function exported(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { id } = idsOf(request);
    const { session } = await allow(request, 'materials.export', [{ purpose: 'export', id }]);
    const parts = orRefuse(await exportApplication(hub, id, session.user.login));
    return personal(reply)
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="application-${id}.zip"`)
      .send(Readable.from(parts));
  }

  return async (app) => {
    const limits = { config: { rateLimit: { max: PARTS, timeWindow: MINUTE, keyGenerator: sessionKey } } };
    app.get(`${CONSOLE}/materials/:materialId/document`, limits, document);
    app.get(`${CONSOLE}/materials/:materialId/thumbnails/:page`, limits, thumbnail);
    app.get(`${CONSOLE}/export.zip`, limits, exported);
  };
}

const personal = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'no-store').header('content-security-policy', POLICY);

function idsOf(request: FastifyRequest): { id: string; materialId: string } {
  const { id, materialId = id } = request.params as { id?: string; materialId?: string };
  if (!uuid.safeParse(id).success || !uuid.safeParse(materialId).success) throw refusal('not.found');
  return { id: id as string, materialId: materialId as string };
}

async function wholeMaterial(hub: HubContext, id: string, materialId: string) {
  const material = await findMaterial(hub, id, materialId);
  if (material === null) throw refusal('not.found');
  if (material.state !== 'whole') throw refusal('material.notWhole');
  return material;
}

function sessionKey(request: FastifyRequest): string {
  const secret = readCookie(request.headers.cookie);
  return `materials ${secret === null ? request.ip : secretHash(secret).toString('base64url')}`;
}
