import { fail, ok, type Result } from '../../../contracts/result.ts';
import { findAll, parseXml, textOf } from './xml.ts';

/** What `GET {root}/ScannerStatus` tells. */
export interface EsclStatus {
  /** pwg:State: Idle, Processing, Testing, Stopped or Down. */
  state: string;
  /** scan:AdfState; null where there is no feeder or no sensor. */
  feeder: string | null;
  jobs: readonly EsclJob[];
}
export interface EsclJob {
  /** Path of the job, without a slash at its end. */
  path: string;
  /** pwg:JobState: Pending, Processing, Completed, Canceled or Aborted. */
  state: string;
}

const MOST_JOBS = 100;
const WORD = /^\w{1,60}$/;

/**
 * States of the feeder that stop it, by the Mopria eSCL specification; [assumed] `ScannerAdfDoorOpen`, which is in no
 * specification, but in programs that talk to real scanners.
 */
const FEEDER_FAULTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ScannerAdfJam: 'scan.paperJam',
    ScannerAdfMispick: 'scan.misfeed',
    ScannerAdfMultipickDetected: 'scan.multiFeed',
    ScannerAdfHatchOpen: 'scan.coverOpen',
    ScannerAdfDoorOpen: 'scan.coverOpen',
    ScannerAdfDuplexPageTooShort: 'scan.wrongPaper',
    ScannerAdfDuplexPageTooLong: 'scan.wrongPaper',
    ScannerAdfInputTrayFailed: 'device.fault',
    ScannerAdfInputTrayOverloaded: 'scan.overloaded',
  }),
);

/** `device.garbled` for what is no status document. */
export function parseStatus(bytes: Uint8Array): Result<EsclStatus> {
  const parsed = parseXml(bytes);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (root.name !== 'ScannerStatus') return fail('device.garbled', `root ${root.name.slice(0, 60)}`);
  const state = textOf(root, 'State');
  if (state === null || !WORD.test(state)) return fail('device.garbled', 'no state');
  const feeder = textOf(root, 'AdfState');
  return ok({
    state,
    feeder: feeder !== null && WORD.test(feeder) ? feeder : null,
    jobs: findAll(root, 'JobInfo')
      .slice(0, MOST_JOBS)
      .flatMap((job) => {
        const uri = textOf(job, 'JobUri');
        const jobState = textOf(job, 'JobState');
        return uri === null || jobState === null ? [] : [{ path: pathOf(uri), state: jobState }];
      }),
  });
}

/** A job's address may be absolute or a path. */
const pathOf = (uri: string): string =>
  (URL.canParse(uri, 'http://scanner/') ? new URL(uri, 'http://scanner/').pathname : uri).replace(/\/+$/, '');

/** What keeps the scanner itself from working, or null. */
export const faultOf = ({ state }: EsclStatus): string | null =>
  state === 'Stopped' || state === 'Down' ? 'device.fault' : null;

/** What keeps the feeder from working, or null. An empty one is no fault. */
export const feederFaultOf = ({ feeder }: EsclStatus): string | null =>
  FEEDER_FAULTS.get(feeder ?? '') ?? null;

export const isFeederEmpty = ({ feeder }: EsclStatus): boolean => feeder === 'ScannerAdfEmpty';

/** At work for somebody, or warming up. */
export const isBusy = ({ state }: EsclStatus): boolean => state === 'Processing' || state === 'Testing';
