import type { Failure, Result } from '../../../contracts/result.ts';

/**
 * refused: the gateway does not send to this number · failed: it did not take the message · unknown: there was no answer,
 * it may have sent it. `detail` is for staff, and holds neither number nor text.
 */
export type SmsFailure = Failure<'refused' | 'failed' | 'unknown'>;

/** The hall's SMS gateway (短信平台). Never throws, never longer than its time-out. */
export interface SmsAdapter {
  send(message: {
    id: string;
    phone: string;
    code: string;
    minutes: number;
  }): Promise<Result<null, SmsFailure>>;
}
