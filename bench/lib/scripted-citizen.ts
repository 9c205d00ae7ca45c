import type { ContractRouterClient } from '@orpc/contract';
import type { Flow } from '../../contracts/flow.ts';
import type { KioskSession, KioskStatus } from '../../contracts/kiosk.ts';
import type { FieldView, StepView } from '../../contracts/kiosk-step.ts';
import type { terminalContract } from '../../contracts/terminal.ts';
import type { Fixture } from '../../terminal/flow/fixtures.ts';
import { SAMPLE_CARD, sampleValue } from '../../terminal/flow/samples.ts';

export type KioskClient = ContractRouterClient<typeof terminalContract>;

/** What the citizen has at hand. */
export interface Papers {
  page: File;
  signature: File;
}

/** A turn of the screen to its next page. */
export interface Turn {
  step: string;
  ms: number;
}

/**
 * A citizen who goes through a flow as one of its fixtures says, by the calls that the screens make, and types the number
 * instead of laying down a card. No think time.
 */
export class ScriptedCitizen {
  readonly turns: Turn[] = [];
  readonly #client: KioskClient;
  readonly #papers: Papers;
  #status: KioskStatus | null = null;
  #onStatus = () => {};

  constructor(client: KioskClient, papers: Papers) {
    this.#client = client;
    this.#papers = papers;
  }

  /** Follows the service's status until `signal` is aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    const statuses = await this.#client.kiosk.watch(undefined, { signal });
    try {
      for await (const status of statuses) {
        this.#status = status;
        this.#onStatus();
      }
    } catch (e) {
      if (!signal.aborted) throw e;
    }
  }

  /** Goes the whole way; the id of the step where it ended. */
  async go(flow: Flow, fixture: Fixture): Promise<string> {
    await this.#until((s) => s.visit === null);
    await done(this.#client.kiosk.begin({ locale: 'zh-CN' }));
    await this.#until((s) => s.visit !== null);
    const visitId = this.#status?.visit?.id ?? '';
    await done(this.#client.kiosk.start({ visitId, flowId: flow.id }));
    await this.#until((s) => sessionOf(s) !== null);
    let session = this.#session();
    while (session.step.type !== 'done') {
      await this.#answer(flow, fixture, session);
      session = this.#session();
    }
    await done(this.#client.kiosk.finish({ visitId }));
    return session.step.id;
  }

  async #answer(flow: Flow, { answers }: Fixture, { id: sessionId, step }: KioskSession): Promise<void> {
    const kiosk = this.#client.kiosk;
    const answer = answers[step.id];
    const given = <T extends object, K extends string>(of: T | undefined, key: K) =>
      of !== undefined && key in of ? (of as Record<K, never>)[key] : undefined;
    switch (step.type) {
      case 'choice':
        await done(kiosk.choose({ sessionId, option: given(answer, 'choose') ?? '' }));
        break;
      case 'multiChoice':
        await done(kiosk.chooseMany({ sessionId, options: given(answer, 'chooseMany') ?? [] }));
        break;
      case 'idCard':
      case 'scanCode':
        return this.#turn(step, () => kiosk.fallback({ sessionId }));
      case 'manualId':
        await done(kiosk.typeId({ sessionId, name: SAMPLE_CARD.name, number: SAMPLE_CARD.number }));
        break;
      case 'scan': {
        const count: number | undefined = given(answer, 'pages');
        if (count === undefined) return this.#turn(step, () => kiosk.fallback({ sessionId }));
        for (let n = 0; n < count; n += 1)
          await done(
            kiosk.putPage({ sessionId, file: this.#papers.page, replaces: null, dpi: 300, warnings: [] }),
          );
        break;
      }
      case 'form':
        await this.#fill(flow, given(answer, 'values') ?? {}, sessionId, step.id);
        break;
      case 'delivery':
        if (step.page.at === 1)
          await done(kiosk.deliver({ sessionId, way: given(answer, 'deliver') ?? 'window' }));
        else await done(kiosk.deliver({ sessionId, values: PARCEL }));
        break;
      case 'sign':
        await done(kiosk.sign({ sessionId, file: this.#papers.signature }));
        break;
      case 'submit':
      case 'printSlip':
        await this.#until((s) => sessionOf(s)?.canNext === true);
        break;
      default:
    }
    await this.#turn(step, () => kiosk.next({ sessionId }));
  }

  /** Field by field: an answer may ask for further fields on the same page. */
  async #fill(flow: Flow, values: Record<string, string>, sessionId: string, stepId: string): Promise<void> {
    const filled = new Set<string>();
    for (;;) {
      const { step } = this.#session();
      const fields = step.type === 'form' ? step.fields : [];
      const field = fields.find((f) => !f.locked && !filled.has(f.id));
      if (field === undefined) return;
      filled.add(field.id);
      const value = values[field.id] ?? valueFor(flow, stepId, field);
      if (value === field.value) continue;
      const before = this.#status?.revision ?? 0;
      await done(this.#client.kiosk.fillForm({ sessionId, values: { [field.id]: value } }));
      await this.#until((s) => s.revision > before);
    }
  }

  /** From the touch to the status that shows the next page. */
  async #turn(step: StepView, call: () => Promise<{ ok: boolean }>): Promise<void> {
    const before = pageOf(step);
    const from = performance.now();
    await done(call());
    await this.#until((s) => {
      const session = sessionOf(s);
      return session !== null && pageOf(session.step) !== before;
    });
    this.turns.push({ step: step.type, ms: performance.now() - from });
  }

  #session(): KioskSession {
    const session = this.#status === null ? null : sessionOf(this.#status);
    if (session === null) throw new Error('the flow is over');
    return session;
  }

  #until(holds: (status: KioskStatus) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing changes at ${this.#where()}`)), PATIENCE_MS);
      this.#onStatus = () => {
        if (this.#status === null || !holds(this.#status)) return;
        clearTimeout(late);
        this.#onStatus = () => {};
        resolve();
      };
      this.#onStatus();
    });
  }

  #where(): string {
    const session = this.#status === null ? null : sessionOf(this.#status);
    return session === null ? 'home' : `${session.flow.id} ${session.step.id}`;
  }
}

const PATIENCE_MS = 60_000;
const PARCEL = { recipient: '示例甲', phone: '13900000000', address: '卫东区示例路1号', postcode: '467000' };

const sessionOf = ({ visit }: KioskStatus): KioskSession | null =>
  visit?.place.kind === 'flow' ? visit.place.session : null;

const pageOf = (step: StepView): string => ('page' in step ? `${step.id} ${step.page.at}` : step.id);

async function done(call: Promise<{ ok: boolean }>): Promise<void> {
  const answer = await call;
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
}

/** Dates by the day of the terminal; all else as the walks of the tests have it. */
function valueFor(flow: Flow, stepId: string, { id, kind, first, last }: FieldView): string {
  const step = flow.steps.find((s) => s.id === stepId);
  const field = step?.type === 'form' ? step.fields.find((f) => f.id === id) : undefined;
  if (field === undefined) throw new Error(`no field ${stepId}.${id}`);
  return kind === 'date' ? (last ?? first ?? '2026-01-05') : sampleValue(field);
}
