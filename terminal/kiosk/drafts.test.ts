import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../contracts/visit.ts';
import { type TempStore, tempStore } from '../../sync/testing/temp-store.ts';
import type { LoadedFlow } from '../flow/load.ts';
import { SAMPLE_CARD, SAMPLE_TODAY } from '../flow/samples.ts';
import type { FlowEvent } from '../flow/state.ts';
import { createApplying } from './applying.ts';
import { createDrafts, DRAFT_MS } from './drafts.ts';
import { createHallDrafts } from './hall-drafts.ts';
import { openSession } from './session.ts';
import type { SubmitJob } from './submit.ts';
import { applyFlow, HOME, leasePages, next } from './testing/apply-flow.ts';
import { fakeHall } from './testing/fake-hall.ts';
import { openVisit, step, type VisitState } from './visit.ts';

const loaded = applyFlow();
const FLOW = loaded.flow.id;
const WHO: Identity = {
  name: SAMPLE_CARD.name,
  idNumber: SAMPLE_CARD.number,
  by: 'idCard',
  address: null,
  phone: null,
};
const FACTS = { no: 'K-01', date: `${SAMPLE_TODAY} 10:00`, terminal: 'k' };
let ids = 0;
const newId = () => `3f0c9a52-7c1e-4b8a-9c55-${String(++ids).padStart(12, '0')}`;

let hall: ReturnType<typeof fakeHall>;
let temps: TempStore[];
beforeEach(() => {
  hall = fakeHall();
  temps = [];
});
afterEach(() => {
  for (const t of temps) t.dispose();
});

/** Answers of the hub come in one turn of the event loop. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The part of a kiosk that keeps half-done applications, with a store of its own. */
function kiosk(terminalId: string, flows: readonly LoadedFlow[] = [loaded]) {
  const temp = tempStore();
  temps.push(temp);
  const world = { online: true };
  const jobs: SubmitJob[] = [];
  let visit: VisitState | null = null;
  const go = (to: VisitState | null) => {
    const before = visit;
    visit = to;
    applying.follow(before, to);
  };
  let store = temp.open();
  const make = () => {
    const link = hall.link(terminalId, () => world.online);
    const { clock, timers } = temp.time;
    return createApplying({
      terminalId,
      flows,
      drafts: createDrafts(store, clock),
      hall: createHallDrafts({ store, link, clock, timers, log: () => {} }),
      submission: {
        async run(job) {
          jobs.push(job);
          return { ok: true, value: { receiptNo: 'R-1', applicationId: newId(), materialIds: [] } };
        },
        forget: () => {},
      },
      tell: (event) => tell(event),
      visit: () => visit,
      changed: () => {},
      log: () => {},
    });
  };
  let applying = make();
  const tell = (event: FlowEvent) => {
    if (visit !== null) go(step(visit, { type: 'flow', event }, 0));
  };
  return {
    world,
    temp,
    jobs,
    tell,
    store: () => store,
    applying: () => applying,
    async signIn(identity: Identity = WHO) {
      go({ ...openVisit(newId(), 'zh-CN', 0), identity });
      await settled();
    },
    async start(flow: LoadedFlow = loaded) {
      if (visit === null) throw new Error('nobody is there');
      go(step(visit, { type: 'start', session: openSession(newId(), flow, FACTS) }, 0));
      await settled();
    },
    async fill(...events: FlowEvent[]) {
      for (const event of events) tell(event);
      await settled();
    },
    async home() {
      if (visit !== null) go(step(visit, { type: 'go', to: { kind: 'home' } }, 0));
      await settled();
    },
    async finish() {
      go(null);
      await settled();
    },
    /** The line comes or goes. */
    async line(online: boolean) {
      world.online = online;
      applying.open.hubChanged();
      await settled();
    },
    /** Power cut: what is in memory is gone. */
    cut() {
      visit = null;
      store = temp.reopen(store);
      applying = make();
    },
    offer: () => applying.offer(session()?.id ?? ''),
    async answer(how: 'take' | 'drop' | 'later') {
      const told = await applying.answer(session()?.id ?? '', how);
      await settled();
      return told;
    },
    state: () => session()?.flow,
    visit: () => visit,
  };
  function session() {
    return visit?.place.kind === 'flow' ? visit.place.session : null;
  }
}

const HALF: FlowEvent[] = [
  { type: 'choose', option: 'yes' },
  next,
  { type: 'fillForm', values: HOME },
  next,
  next,
  next,
];
const leave = async (k: ReturnType<typeof kiosk>, ...more: FlowEvent[]) => {
  await k.signIn();
  await k.start();
  await k.fill(...HALF, ...more);
  await k.finish();
};
const only = () => {
  const [one, ...others] = hall.held.values();
  expect(others).toEqual([]);
  if (one === undefined) throw new Error('the hall has none');
  return one;
};

describe('at another machine', () => {
  it('is offered after sign-in, says from when and where, and goes on with its answers', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a, ...leasePages(3).map((page): FlowEvent => ({ type: 'page', page, replaces: null })), next);
    expect(only().draft).toMatchObject({
      scanned: [{ stepId: 'lease', pages: 3 }],
      title: loaded.flow.title,
    });
    expect(only().draft.shown).toContainEqual({ label: '住处是', value: '租的房子' });

    await b.signIn();
    expect(b.applying().open.find(loaded)).toMatchObject({ elsewhere: { name: { zh: 'k-a 号机' } } });
    await b.start();
    expect(b.offer()).toMatchObject({ scanned: [{ stepId: 'lease', pages: 3 }] });
    expect(await b.answer('take')).toMatchObject({ ok: true });
    expect(b.state()).toMatchObject({ at: 'lease' });
    expect(b.state()?.answers.home).toMatchObject({ values: HOME });
    expect(b.offer()).toBeNull();
  });

  it('is one draft, whichever machine writes; the later change stands', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    const { id, n } = only().draft;
    await b.signIn();
    await b.start();
    await b.answer('take');
    await b.fill({ type: 'back' }, { type: 'fillForm', values: { housing: 'own' } }, next, next);
    await b.finish();
    expect(only().draft).toMatchObject({ id, answers: { home: { values: { housing: 'own' } } } });
    expect(only().draft.n).toBeGreaterThan(n);
    // The first one has an older copy, and offers the hall's.
    await a.signIn();
    await a.start();
    expect(a.offer()).toMatchObject({ id, elsewhere: { name: { zh: 'k-b 号机' } } });
    await a.answer('take');
    expect(a.state()?.answers.home).toMatchObject({ values: { housing: 'own' } });
  });

  it('is nobody’s who has proven nothing, or is somebody else', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    await b.signIn({ ...WHO, by: 'typed' });
    expect([b.applying().open.find(loaded), b.applying().open.hall()]).toEqual([null, 'none']);
    await b.finish();
    await b.signIn({ ...WHO, idNumber: '410403198506071230' });
    expect(b.applying().open.find(loaded)).toBeNull();
    await b.finish();
    // What a typed number fills in stays nowhere.
    const before = hall.held.size;
    await b.signIn({ ...WHO, idNumber: '410403198506071230', by: 'typed' });
    await b.start();
    await b.fill(...HALF);
    await b.finish();
    expect(hall.held.size).toBe(before);
    expect(b.store().documentNames('')).toEqual([]);
  });

  it('keeps what still fits when the flow has changed in between', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    const [first, ...steps] = loaded.flow.steps;
    if (first?.type !== 'choice') throw new Error('the flow begins otherwise');
    const options = first.options.map((option) => ({ ...option, id: `${option.id}New` }));
    const newer = {
      ...loaded,
      hash: 'ab'.repeat(32),
      flow: { ...loaded.flow, steps: [{ ...first, options }, ...steps] },
    };
    await b.signIn();
    await b.start(newer);
    expect(b.offer()?.flow.hash).not.toBe(newer.hash);
    await b.answer('take');
    // The question whose answers are others now is asked again; the form stands.
    expect(b.state()).toMatchObject({ at: first.id, answers: { home: { values: HOME } } });
  });
});

describe('without the network', () => {
  it('stays here, outlasts a power cut, and goes to the hall when the line is back', async () => {
    const a = kiosk('k-a');
    await a.line(false);
    await leave(a);
    expect(hall.held.size).toBe(0);
    a.cut();
    await a.line(true);
    expect(only().draft.answers.home).toMatchObject({ values: HOME });
    expect(a.store().documentNames('unsent-draft/')).toEqual([]);
  });

  it('another machine says that it cannot look, and looks when the line is back', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    await b.line(false);
    await b.signIn();
    expect([b.applying().open.hall(), b.applying().open.find(loaded)]).toEqual(['away', null]);
    await b.line(true);
    expect(b.applying().open.hall()).toBe('known');
    expect(b.applying().open.find(loaded)).not.toBeNull();
  });

  it('what is offered and cannot be fetched now stays offered, and may be left for later', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    await b.signIn();
    await b.start();
    b.world.online = false;
    expect(await b.answer('take')).toMatchObject({ error: { code: 'hub.unreachable' } });
    expect(b.offer()).not.toBeNull();
    expect(await b.answer('later')).toMatchObject({ ok: true });
    await b.fill(...HALF);
    await b.finish();
    await b.line(true);
    expect(hall.held.size).toBe(2);
  });

  it('sends the last of several changes, once, and tries again when the hub would not', async () => {
    const a = kiosk('k-a');
    hall.refusing.code = 'busy';
    await leave(a);
    expect(hall.held.size).toBe(0);
    hall.refusing.code = null;
    await a.temp.time.advance(60_000);
    await settled();
    expect(only().draft.answers.home).toMatchObject({ values: HOME });
    const puts = () => hall.asked.filter((q) => q === 'k-a put').length;
    const before = puts();
    await a.line(true);
    expect(puts()).toBe(before);
  });
});

describe('the end', () => {
  const submitAt = async (k: ReturnType<typeof kiosk>) => {
    const [page] = leasePages(1);
    if (page === undefined) throw new Error('no page');
    await k.fill(
      { type: 'page', page, replaces: null },
      next,
      { type: 'deliver', way: 'window' },
      next,
      next,
    );
    await k.fill({ type: 'signed', pageId: newId(), at: 5 }, next);
  };

  it('by submission: the application names the draft, and no machine offers it again', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    const { id } = only().draft;
    await b.signIn();
    await b.start();
    await b.answer('take');
    await submitAt(b);
    expect(b.jobs.map((j) => j.draft)).toEqual([id]);
    expect(b.state()?.answers).toMatchObject({ send: { type: 'submitted' } });
    // Though the application has not come to the hall yet.
    await b.home();
    expect(b.applying().open.find(loaded)).toBeNull();
    hall.submit(id, 'R-1');
    await a.signIn();
    expect(a.applying().open.find(loaded)).toBeNull();
    expect(a.applying().open.submitted()).toMatchObject([{ flowId: FLOW, receiptNo: 'R-1' }]);
    expect(a.store().documentNames('draft/')).toEqual([]);
  });

  it('the second of two machines is told that it was submitted, and submits nothing', async () => {
    const [a, b] = [kiosk('k-a'), kiosk('k-b')];
    await leave(a);
    for (const k of [a, b]) {
      await k.signIn();
      await k.start();
      expect(await k.answer('take')).toMatchObject({ ok: true });
    }
    await submitAt(b);
    hall.submit(only().draft.id, 'R-1');
    await submitAt(a);
    expect(a.jobs).toEqual([]);
    expect(a.state()).toMatchObject({ phase: 'failed', code: 'apply.draftSubmitted' });
    await a.home();
    expect(a.applying().open.find(loaded)).toBeNull();
    expect(hall.held.size).toBe(0);
  });

  it('by its citizen, everywhere; what was offered meanwhile is gone, and said to be', async () => {
    const [a, b, c] = [kiosk('k-a'), kiosk('k-b'), kiosk('k-c')];
    await leave(a);
    await c.signIn();
    await c.start();
    await b.signIn();
    await b.start();
    expect(await b.answer('drop')).toMatchObject({ ok: true });
    expect(hall.held.size).toBe(0);
    expect(await c.answer('take')).toMatchObject({ error: { code: 'apply.draftGone' } });
    expect(c.offer()).toBeNull();
    await a.signIn();
    expect([a.applying().open.find(loaded), a.applying().open.submitted()]).toEqual([null, []]);
    expect(a.store().documentNames('draft/')).toEqual([]);
  });

  it('at the citizen’s wish to have everything deleted nothing of theirs is left here', async () => {
    const a = kiosk('k-a');
    await a.line(false);
    await leave(a);
    await a.signIn({ ...WHO, idNumber: '410403198506071230' });
    await a.start();
    await a.fill(...HALF);
    await a.finish();
    const before = a.store().documentNames('').length;
    await a.signIn();
    a.applying().forgetAll(a.visit()?.id ?? '');
    expect(a.store().documentNames('')).toHaveLength(before - 2);
    await a.line(true);
    expect([...hall.held.values()].map((h) => h.idNumber)).toEqual(['410403198506071230']);
  });

  it('by time: after a week nothing is left here', async () => {
    const a = kiosk('k-a');
    await a.line(false);
    await leave(a);
    await a.temp.time.advance(DRAFT_MS + 1);
    await a.signIn();
    expect(a.applying().open.find(loaded)).toBeNull();
    a.cut();
    expect(a.store().documentNames('draft/')).toEqual([]);
  });
});

it('lies on the disk sealed', async () => {
  const a = kiosk('k-a');
  await a.line(false);
  await leave(a);
  const files = readdirSync(a.temp.dir).filter((name) => name.startsWith('terminal.db'));
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(a.temp.dir, name))));
  for (const secret of [WHO.idNumber, WHO.name, HOME.phone, HOME.address])
    expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
});
