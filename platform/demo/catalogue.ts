import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import {
  type CatalogueFrame,
  catalogueFrame,
  itemMaterial,
  type ServiceItem,
  serviceItem,
} from '../../contracts/catalogue.ts';
import { putFrame, putItems } from '../catalogue/put.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { productRoot } from '../paths.ts';
import type { DemoHall } from './schema.ts';

const days = z.number().int().min(0);
const words = serviceItem.shape.address;

/**
 * `assets/demo/catalogue.json`: guides of the demonstration hall's items. What many of them share stands there once:
 * materials (`name?`: not required), laws, processes, fees.
 */
const demoCatalogue = catalogueFrame.omit({ guideUrl: true }).extend({
  hours: words,
  address: words,
  complaintPhone: z.string(),
  phones: z.record(z.string(), z.string()),
  materials: z.record(z.string(), itemMaterial.omit({ required: true })),
  laws: z.record(z.string(), words),
  processes: z.record(z.string(), serviceItem.shape.process),
  fees: z.record(z.string(), serviceItem.shape.fee),
  items: z.array(
    serviceItem
      .pick({
        code: true,
        kind: true,
        audiences: true,
        topics: true,
        zones: true,
        keywords: true,
        windows: true,
        conditions: true,
        bookable: true,
      })
      .extend({
        /** Working days; null: none. */
        legal: days.nullable(),
        promised: days,
        fee: z.string().nullable(),
        basis: z.array(z.string()),
        materials: z.array(z.string()),
        process: z.string(),
      }),
  ),
});
type DemoCatalogue = z.infer<typeof demoCatalogue>;

const assets = (...path: string[]): string => join(productRoot(), 'assets', ...path);
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

export function loadDemoCatalogue(hall: DemoHall): { frame: CatalogueFrame; items: ServiceItem[] } {
  const demo = demoCatalogue.parse(readJson(assets('demo', 'catalogue.json')));
  const flows = flowsByItem();
  const items = demo.items.map((item) => itemOf(item, demo, hall, flows));
  return { frame: { topics: demo.topics, floors: demo.floors, guideUrl: null }, items };
}

function itemOf(
  spec: DemoCatalogue['items'][number],
  demo: DemoCatalogue,
  hall: DemoHall,
  flows: ReadonlyMap<string, string>,
): ServiceItem {
  const { legal, promised, fee, basis, materials, process, ...own } = spec;
  const named = hall.items.find((i) => i.code === spec.code);
  return serviceItem.parse({
    ...own,
    name: named && { zh: named.zh, en: named.en },
    departmentId: named?.department,
    legalLimit: legal === null ? null : { days: legal, working: true },
    promisedLimit: { days: promised, working: true },
    phone: demo.phones[named?.department ?? ''],
    complaintPhone: demo.complaintPhone,
    fee: fee === null ? null : demo.fees[fee],
    address: demo.address,
    hours: demo.hours,
    basis: basis.map((key) => demo.laws[key]),
    materials: materials.map((key) => ({
      ...demo.materials[key.replace('?', '')],
      required: !key.endsWith('?'),
    })),
    process: demo.processes[process],
    flowId: flows.get(spec.code) ?? null,
  });
}

const flowDocument = z.looseObject({
  id: z.string(),
  steps: z.array(z.looseObject({ type: z.string(), item: z.string().optional() })),
});

/** The shipped flow that applies for an item names it in its step `submit`. */
function flowsByItem(): Map<string, string> {
  const flows = globSync('*/flow.json', { cwd: assets('flows') })
    .sort()
    .map((path) => flowDocument.parse(readJson(assets('flows', path))));
  return new Map(
    flows.flatMap(({ id, steps }) =>
      steps.flatMap(({ item }) => (item === undefined ? [] : [[item, id] as const])),
    ),
  );
}

/** Needs the hall's departments. */
export async function seedCatalogue(
  trx: Transaction<Database>,
  hub: Pick<HubContext, 'now'>,
  hall: DemoHall,
): Promise<void> {
  const { frame, items } = loadDemoCatalogue(hall);
  await putFrame(trx, frame);
  await putItems(trx, hub, 'hall', items);
}
