import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Flow } from '../../../contracts/flow.ts';
import { type FlowFault, faultOf } from '../../../terminal/flow/fault.ts';
import { type LoadedFlow, readFlow } from '../../../terminal/flow/load.ts';

/** One folder of flows as the authoring check sees it. */
export interface CheckedFlow {
  /** Name of the folder. */
  id: string;
  /** null: it cannot be read as a flow. */
  loaded: LoadedFlow | null;
  /** Empty: sound. */
  faults: readonly FlowFault[];
}

const list = z.looseObject({ items: z.array(z.looseObject({ code: z.string() })) });

/** The codes of the service items (事项) that the hall has; null: there is no list to hold flows to. */
export function itemCodes(file: string): ReadonlySet<string> | null {
  if (!existsSync(file)) return null;
  return new Set(list.parse(JSON.parse(readFileSync(file, 'utf8'))).items.map((i) => i.code));
}

/** A folder that holds flows, or one flow's own folder. */
export function checkFlows(dir: string, codes: ReadonlySet<string> | null): CheckedFlow[] {
  if (existsSync(join(dir, 'flow.json'))) return [check(dir, null, codes)];
  return readdirSync(dir, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => check(join(dir, e.name), e.name, codes));
}

function check(dir: string, name: string | null, codes: ReadonlySet<string> | null): CheckedFlow {
  const read = readFlow(dir);
  if (!read.ok) return { id: name ?? dir, loaded: null, faults: read.faults };
  const { flow } = read.value;
  const faults = codes === null ? [] : itemFaults(flow, codes);
  if (name !== null && name !== flow.id)
    faults.push(
      faultOf(null, `文件夹叫 ${name}，id 却是 ${flow.id}`, `its folder is ${name}, its id ${flow.id}`),
    );
  return { id: flow.id, loaded: read.value, faults };
}

/** Items that a flow submits and the hall does not have. */
function itemFaults(flow: Flow, codes: ReadonlySet<string>): FlowFault[] {
  return flow.steps.flatMap((step) => {
    if (step.type !== 'submit') return [];
    const items = step.joint?.map((j) => j.item) ?? [step.item];
    return items
      .filter((item) => !codes.has(item))
      .map((item) =>
        faultOf(step.id, `大厅的事项清单里没有 ${item}`, `the hall’s list of items has no ${item}`),
      );
  });
}
