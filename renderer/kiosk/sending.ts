import { type Sending, useSendingOn } from '../use-sending.ts';
import { useKiosk } from './context.ts';

/** One intention at a time over the kiosk's line. */
export const useSending = (): Sending => useSendingOn(useKiosk().link);
