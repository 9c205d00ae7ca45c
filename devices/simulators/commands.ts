import { z } from 'zod';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { CARD_FIXTURES } from '../id-card/simulator.ts';
import type { Desks } from './bench.ts';

const command = <D extends string, S extends z.ZodRawShape>(name: D, more: S) =>
  z.strictObject({ do: z.literal(name), ...more });
const on = { on: z.boolean() };
const cardId = z.string().refine((id) => CARD_FIXTURES.some((card) => card.id === id), 'no such card');
const damage = z.enum([
  'flip',
  'flipPair',
  'dropByte',
  'insertByte',
  'truncate',
  'duplicate',
  'noise',
  'endless',
  'hugeLength',
]);
const pageDamage = z.enum(['header', 'truncated', 'doubled', 'endless']);
/** RFC 8011 §5.4.12, such as `media-empty-error`. */
const printerReason = z.string().regex(/^[a-z-]{1,60}$/);

/** What may be asked of the simulators over HTTP: `<desk>.<method>` of `Desks`. */
export const benchCommand = z.discriminatedUnion('do', [
  command('idCard.insert', { card: cardId }),
  command('idCard.remove', {}),
  command('idCard.garble', { how: damage }),
  command('idCard.failNext', { sw3: z.number().int().min(0).max(255) }),
  command('idCard.silence', on),
  command('idCard.unplug', {}),
  command('idCard.plug', {}),
  command('code.scan', { text: z.string().min(1).max(4_000) }),
  command('code.garble', { how: z.enum(['flip', 'truncate', 'noise']) }),
  command('code.presentation', on),
  command('code.unplug', {}),
  command('code.plug', {}),
  command('documents.load', { pages: z.number().int().min(1).max(50) }),
  command('documents.emptyFeeder', {}),
  command('documents.jam', on),
  command('documents.coverOpen', on),
  command('documents.garblePage', { how: pageDamage }),
  command('documents.hang', on),
  command('documents.unplug', {}),
  command('documents.plug', {}),
  command('receipts.paperLow', on),
  command('receipts.endPaper', { afterBytes: z.number().int().min(0).max(1_000_000) }),
  command('receipts.loadPaper', {}),
  command('receipts.coverOpen', on),
  command('receipts.cutterJam', on),
  command('receipts.overheated', on),
  command('receipts.mute', on),
  command('receipts.garble', { answers: z.number().int().min(1).max(100) }),
  command('receipts.clear', {}),
  command('receipts.unplug', {}),
  command('receipts.plug', {}),
  command('printing.reason', { reason: printerReason.nullable() }),
  command('printing.broken', on),
  command('printing.paused', on),
]);
export type BenchCommand = z.infer<typeof benchCommand>;

/** Does it; `not.found` when that simulator was not started. Answers whether a code was read (`code.scan`), else null. */
export async function perform(desks: Partial<Desks>, c: BenchCommand): Promise<Result<boolean | null>> {
  const name = c.do.split('.')[0] as keyof Desks;
  if (desks[name] === undefined) return fail('not.found');
  if (c.do === 'code.scan') return ok(desks.code?.scan(c.text) ?? null);
  await act(desks, c);
  return ok(null);
}

function act(
  { idCard, code, documents, receipts, printing }: Partial<Desks>,
  c: Exclude<BenchCommand, { do: 'code.scan' }>,
): void | Promise<void> {
  switch (c.do) {
    case 'idCard.insert':
      return idCard?.insert(c.card);
    case 'idCard.remove':
      return idCard?.remove();
    case 'idCard.garble':
      return idCard?.garble(c.how);
    case 'idCard.failNext':
      return idCard?.failNext(c.sw3);
    case 'idCard.silence':
      return idCard?.silence(c.on);
    case 'idCard.unplug':
      return idCard?.unplug();
    case 'idCard.plug':
      return idCard?.plug();
    case 'code.garble':
      return code?.garble(c.how);
    case 'code.presentation':
      return code?.setPresentation(c.on);
    case 'code.unplug':
      return code?.unplug();
    case 'code.plug':
      return code?.plug();
    case 'documents.load':
      return documents?.loadSamples(c.pages);
    case 'documents.emptyFeeder':
      return documents?.emptyFeeder();
    case 'documents.jam':
      return c.on ? documents?.jamAt(1) : documents?.clearJam();
    case 'documents.coverOpen':
      return documents?.setCoverOpen(c.on);
    case 'documents.garblePage':
      return documents?.garblePage(c.how);
    case 'documents.hang':
      return documents?.hang(c.on);
    case 'documents.unplug':
      return documents?.unplug();
    case 'documents.plug':
      return documents?.plug();
    case 'receipts.paperLow':
      return receipts?.setPaperLow(c.on);
    case 'receipts.endPaper':
      return receipts?.endPaper(c.afterBytes);
    case 'receipts.loadPaper':
      return receipts?.loadPaper();
    case 'receipts.coverOpen':
      return receipts?.setCoverOpen(c.on);
    case 'receipts.cutterJam':
      return receipts?.setCutterJam(c.on);
    case 'receipts.overheated':
      return receipts?.setOverheated(c.on);
    case 'receipts.mute':
      return receipts?.setMute(c.on);
    case 'receipts.garble':
      return receipts?.garble(c.answers);
    case 'receipts.clear':
      return receipts?.clear();
    case 'receipts.unplug':
      return receipts?.unplug();
    case 'receipts.plug':
      return receipts?.plug();
    case 'printing.reason':
      return printing?.setReason(c.reason);
    case 'printing.broken':
      return printing?.setBroken(c.on);
    case 'printing.paused':
      return c.on ? printing?.pause() : printing?.resume();
  }
}

/** How the simulators are, for the page and for tests over HTTP. */
export interface BenchState {
  idCard?: { plugged: boolean; card: string | null; asked: number };
  code?: { plugged: boolean; lit: boolean };
  documents?: { plugged: boolean; jobs: number; pages: number };
  /** `slips`: lines of each, oldest first. */
  receipts?: { plugged: boolean; slips: readonly (readonly string[])[]; unfinished: readonly string[] };
  printing?: { printed: number };
}

export function stateOf({ idCard, code, documents, receipts, printing }: Partial<Desks>): BenchState {
  return {
    ...(idCard && {
      idCard: { plugged: idCard.plugged(), card: idCard.card(), asked: idCard.asked().length },
    }),
    ...(code && { code: { plugged: code.plugged(), lit: code.isLit() } }),
    ...(documents && {
      documents: {
        plugged: documents.plugged(),
        jobs: documents.jobs().length,
        pages: documents.jobs().reduce((sum, job) => sum + job.pages, 0),
      },
    }),
    ...(receipts && {
      receipts: {
        plugged: receipts.plugged(),
        slips: receipts.texts(),
        unfinished: receipts.unfinished(),
      },
    }),
    ...(printing && { printing: { printed: printing.printed().length } }),
  };
}
