import { actorOf, needs } from '../console/base.ts';
import { orRefuse } from '../refusal.ts';
import { readApplication } from './application.ts';
import { holdApplication } from './hold.ts';
import { listMaterials } from './list.ts';
import { noteExport, noteLook } from './look.ts';
import { newTicket, TICKET_MS } from './ticket.ts';

const { materials: reading } = needs('materials.read');

const list = reading.list.handler(async ({ context, input }) =>
  orRefuse(await listMaterials(context.hub, input.filter, input.after)),
);

const application = reading.application.handler(async ({ context, input: { id } }) => {
  const ticket = () => newTicket(context.hub, { purpose: 'thumbnails', id, session: context.session.key });
  return orRefuse(await readApplication(context.hub, id, actorOf(context), ticket));
});

const look = reading.look.handler(async ({ context, input: { id, materialId, purpose } }) => {
  orRefuse(await noteLook(context.hub, { applicationId: id, materialId, purpose }, actorOf(context)));
  const ticket = newTicket(context.hub, { purpose, id: materialId, session: context.session.key });
  return { ticket, expiresInMs: TICKET_MS };
});

const exportAll = needs('materials.export').materials.export.handler(async ({ context, input: { id } }) => {
  orRefuse(await noteExport(context.hub, id, actorOf(context)));
  const ticket = newTicket(context.hub, { purpose: 'export', id, session: context.session.key });
  return { ticket, expiresInMs: TICKET_MS };
});

const hold = needs('materials.hold').materials.hold.handler(async ({ context, input }) => {
  orRefuse(await holdApplication(context.hub, input, actorOf(context)));
  return { serverMs: context.hub.now().getTime() };
});

/** The console's room of materials. */
export const materialsRouter = { list, application, look, export: exportAll, hold };
