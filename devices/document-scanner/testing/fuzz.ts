import { fuzzRuns } from '../../testing/fuzz.ts';

/** Properties of this device class that share the generated inputs. */
const PROPERTIES = 13;

export const runs = (): number => fuzzRuns(PROPERTIES);
/** For properties that need a connection or a whole job for each input. */
export const fewerRuns = (share: number): number => Math.max(10, Math.ceil(runs() / share));
