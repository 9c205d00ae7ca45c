import { expect, test } from 'vitest';
import { terminalConfig } from '../../contracts/config.ts';
import type { PadRequest } from '../../contracts/hub/terminal-api.ts';
import { DEFAULT_RULES } from '../../contracts/reference.ts';
import { padStatus as padStatusShape } from '../../contracts/terminal.ts';
import { uuidOf } from '../../sync/testing/sample.ts';
import type { HubLink, Store } from '../../sync/types.ts';
import { IDLE, reduce } from './session.ts';
import { padStatus } from './status.ts';

const config = terminalConfig.parse({ terminalId: 'pad-01', role: 'pad', hubUrl: 'http://hub.test' });
const store = {
  queue: () => ({ ready: 0, dead: 0, oldestMs: 0 }),
  reference: () => null,
  fault: () => null,
} as unknown as Store;
const link = { online: () => true, fault: () => null } as unknown as HubLink;
const request: PadRequest = {
  id: uuidOf('r'),
  windowId: 'w03',
  windowName: '3号窗口',
  staffId: null,
  case: { caseNo: 'WD-1', stage: 2, itemCode: null, itemName: null },
  leftMs: 60_000,
};

test('every status fits the contract, whatever parts of a millisecond the clock knows', () => {
  // An uptime of 8290.37 s is 8290369.999999999 ms in floating point: a status that does not fit stops the screens.
  for (const now of [0, 8290.37 * 1_000, 0.1 + 0.2, 1e9 / 3]) {
    const opened = reduce(
      IDLE,
      { type: 'request', request, window: 'w03', hasRated: false, storeFault: false, newId: uuidOf('s') },
      DEFAULT_RULES,
      now,
    );
    for (const later of [now, now + 100 / 3, now + 70_000.5]) {
      const status = padStatus(1, config, store, link, opened.state.session, later);
      expect(padStatusShape.safeParse(status).success).toBe(true);
    }
  }
});
