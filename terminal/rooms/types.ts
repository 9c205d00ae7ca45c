import type { Clock, Timers } from '../../contracts/clock.ts';
import type { TerminalConfig } from '../../contracts/config.ts';
import type { Result } from '../../contracts/result.ts';
import type { Slip } from '../../contracts/slip.ts';
import type { Visit } from '../../contracts/visit.ts';
import type { HubLink, Store } from '../../sync/types.ts';
import type { SheetPrinter } from '../devices/sheets.ts';

/** The visit that is on, for rooms that keep something of it. */
export interface Visits {
  /** null: that visit is over. */
  get(visitId: string): Visit | null;
  /** Told when a visit ends: whatever a room keeps of it has to go now. Returns how to stop. */
  onEnd(listener: (visitId: string) => void): () => void;
}

/** What a room of the kiosk is made of. */
export interface RoomTools {
  config: TerminalConfig;
  store: Pick<
    Store,
    'saveRecord' | 'record' | 'putDocument' | 'document' | 'removeDocument' | 'forgetDocuments' | 'reference'
  >;
  link: Pick<HubLink, 'ask' | 'online' | 'kick'>;
  visits: Visits;
  /** The receipt printer, or paper. `device.missing` and what the printer says. */
  print: (slip: Slip) => Promise<Result<null>>;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** Version of the app, for the rows. */
  app: string;
  /** Codes and counts; never a person's data. */
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** For rooms that print more than slips. */
export interface SheetTools {
  /** The document printer. */
  sheets: SheetPrinter;
}

/** For the room in which a citizen may have everything deleted. */
export interface DraftTools {
  /** Of whoever this visit is: nothing half done is left at this terminal. */
  forgetDrafts: (visitId: string) => void;
}
