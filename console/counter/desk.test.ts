import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterRequest, requestState } from '../../contracts/hub/counter-api.ts';
import { type Desk, type DeskEvent, deskStep, isOver } from './desk.ts';

const ID = '00000000-0000-4000-8000-00000000000';
const request = (state: CounterRequest['state'], id = '1'): CounterRequest => ({
  id: ID + id,
  state,
  case: { caseNo: 'A-1', stage: 2, itemCode: null, itemName: null },
  staffId: null,
  createdMs: 1,
  leftMs: 60_000,
});
const heard = (state: CounterRequest['state'], id = '1', nowMs = 0): DeskEvent => ({
  type: 'heard',
  request: request(state, id),
  nowMs,
});
const run = (...events: DeskEvent[]): Desk => events.reduce(deskStep, { kind: 'free' } as Desk);

describe('the desk', () => {
  it('follows a request from sending to its end', () => {
    const desk = run({ type: 'send' }, heard('waiting'), heard('rung'), heard('opened'), heard('rated'));
    expect(desk).toEqual({ kind: 'over', request: request('rated') });
  });

  it('counts the time left on its own clock', () => {
    expect(run({ type: 'send' }, heard('waiting', '1', 5_000))).toMatchObject({
      kind: 'open',
      endsMs: 65_000,
    });
  });

  it('is open again when the citizen takes the rating back', () => {
    const desk = run({ type: 'send' }, heard('opened'), heard('rated'), heard('opened', '1', 7_000));
    expect(desk).toMatchObject({ kind: 'open', request: { state: 'opened' }, endsMs: 67_000 });
  });

  it('believes a rating that comes in after the time ran out', () => {
    expect(run({ type: 'send' }, heard('expired'), heard('rated'))).toMatchObject({
      request: { state: 'rated' },
    });
  });

  it('keeps to one request at a time', () => {
    const desk = run({ type: 'send' }, heard('waiting'), { type: 'send' }, heard('rated', '2'));
    expect(desk).toMatchObject({ kind: 'open', request: { id: `${ID}1` } });
  });

  it('goes on when a cancel fails, and says why', () => {
    const desk = run(
      { type: 'send' },
      heard('waiting'),
      { type: 'cancel' },
      { type: 'cancelFailed', code: 'busy' },
    );
    expect(desk).toMatchObject({ kind: 'open', cancelling: false, code: 'busy' });
  });

  it('keeps the request when the hub is lost, and forgets the loss at the next word', () => {
    const lost = run({ type: 'send' }, heard('waiting'), { type: 'lost' });
    expect(lost).toMatchObject({ kind: 'open', lost: true });
    expect(deskStep(lost, heard('waiting'))).toMatchObject({ lost: false });
  });

  it('says that a request which the hub no longer knows is gone', () => {
    expect(run({ type: 'send' }, heard('waiting'), { type: 'gone' })).toEqual({
      kind: 'refused',
      code: 'request.notFound',
    });
  });

  it('under any events shows the newest word on one request, and counts it as over only in an end state', () => {
    const event: fc.Arbitrary<DeskEvent> = fc.oneof(
      fc.constantFrom<DeskEvent>(
        { type: 'send' },
        { type: 'refused', code: 'busy' },
        { type: 'lost' },
        { type: 'gone' },
        { type: 'cancel' },
        { type: 'cancelFailed', code: 'busy' },
        { type: 'clear' },
      ),
      fc
        .tuple(fc.constantFrom(...requestState.options), fc.constantFrom('1', '2'), fc.nat(1_000))
        .map(([state, id, nowMs]) => heard(state, id, nowMs)),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let desk: Desk = { kind: 'free' };
        for (const e of events) {
          const before: Desk = desk;
          desk = deskStep(before, e);
          if (desk.kind === 'over') expect(isOver(desk.request.state)).toBe(true);
          if (desk.kind === 'open') expect(isOver(desk.request.state)).toBe(false);
          const held = before.kind === 'open' || before.kind === 'over' ? before.request.id : null;
          const shown = desk.kind === 'open' || desk.kind === 'over' ? desk.request : null;
          if (held !== null && shown !== null) expect(shown.id).toBe(held);
          if (e.type === 'heard' && e.request.id === shown?.id) expect(shown.state).toBe(e.request.state);
        }
      }),
    );
  });
});
