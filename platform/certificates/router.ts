import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { type LibraryAccess, listCertificates, printCertificate, readCertificate, showCode } from './ask.ts';
import { settlePrint } from './prints.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.certificates.use(terminalOnly);
type Hub = HubRequestContext['hub'];
const serverMs = (hub: Hub): number => hub.now().getTime();

/** Electronic certificates and proofs as kiosks ask for them. */
export function certificatesRouter(access: LibraryAccess) {
  const asked = ({ hub, terminal }: { hub: Hub; terminal: { id: string } }, person: Person) => ({
    hub,
    access,
    terminalId: terminal.id,
    person,
  });
  return {
    list: contract.list.handler(async ({ context, input }) => ({
      ...orRefuse(await listCertificates(asked(context, input.person), input.materialCode)),
      serverMs: serverMs(context.hub),
    })),
    file: contract.file.handler(async ({ context, input }) => ({
      file: orRefuse(await readCertificate(asked(context, input.person), input.id)),
      serverMs: serverMs(context.hub),
    })),
    code: contract.code.handler(async ({ context, input }) => ({
      ...orRefuse(await showCode(asked(context, input.person), input.id)),
      serverMs: serverMs(context.hub),
    })),
    print: contract.print.handler(async ({ context, input: { person, ...wish } }) => ({
      ...orRefuse(await printCertificate(asked(context, person), wish)),
      serverMs: serverMs(context.hub),
    })),
    printed: contract.printed.handler(async ({ context: { hub, terminal }, input }) => {
      orRefuse(await settlePrint(hub, { ...input, terminalId: terminal.id }));
      return { serverMs: serverMs(hub) };
    }),
  };
}
