import type { Failure, Result } from '../../../contracts/result.ts';

/** One rating as the province's interface names its fields; every value is a string. */
export type ProvinceRecord = Readonly<Record<string, string>>;

/**
 * refused: it will never be taken · failed: not now. `detail` is for staff: what was answered, without values of the
 * record.
 */
export type ProvinceFailure = Failure<'refused' | 'failed'>;

/** The province's 好差评 system, as far as the relay knows it. */
export interface ProvinceAdapter {
  /** `known`: the province had it before (an answer was lost). Never throws, never longer than its time-out. */
  send(record: ProvinceRecord): Promise<Result<{ known: boolean }, ProvinceFailure>>;
}
