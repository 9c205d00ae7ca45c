import type { ErrorCode } from '../../contracts/errors.ts';
import type { Failure } from '../../contracts/result.ts';
import type { Reply } from './codec.ts';

/** SW3 of a reply that is no failure. */
export const SW3_OK = 0x90;
/** 无此项内容: the card holds no newest address. */
export const SW3_NONE = 0x91;
/** 找卡成功: what a successful find answers. */
export const SW3_FOUND = 0x9f;
/** 找卡失败: the usual answer to a find while no card is there. */
export const SW3_NOT_FOUND = 0x80;
/** 指纹信息错误 */
export const SW3_FINGERPRINT = 0x37;
/** The reader did not understand what it got: checksum, length. */
const SW3_MISHEARD = [0x10, 0x11];
/** Commands that this reader does not have. */
const SW3_UNSUPPORTED = [0x21, 0x23, 0x24];

/** Each failure of the protocol, as `errors.ts` calls it. */
export const SW3_CODES: Readonly<Record<number, ErrorCode>> = {
  16: 'idCard.commandChecksum',
  17: 'idCard.commandLength',
  33: 'idCard.commandWrong',
  35: 'idCard.commandDenied',
  36: 'idCard.unknownFault',
  49: 'idCard.cardAuth',
  50: 'idCard.samAuth',
  51: 'idCard.infoCheck',
  55: 'idCard.fingerprint',
  63: 'idCard.infoLength',
  64: 'idCard.cardType',
  65: 'idCard.readFailed',
  71: 'idCard.random',
  96: 'idCard.samSelfTest',
  102: 'idCard.unauthorised',
  128: 'idCard.findFailed',
  129: 'idCard.selectFailed',
  145: 'idCard.nothing',
};

/** The reader itself is unfit, whatever card lies on it. */
export const isReaderFault = (code: string): boolean =>
  code === 'idCard.samSelfTest' || code === 'idCard.unauthorised';

export const isMisheard = (failure: AskFailure): boolean => SW3_MISHEARD.includes(failure.sw3 ?? -1);
export const isUnsupported = (failure: AskFailure): boolean => SW3_UNSUPPORTED.includes(failure.sw3 ?? -1);

/** Why a command failed; `sw3` when the reader said so itself. */
export interface AskFailure extends Failure {
  sw3?: number;
}

/** The failure that a reply tells of; the detail is its three status bytes. */
export function failureOf({ sw1, sw2, sw3 }: Reply): AskFailure {
  const hex = [sw1, sw2, sw3].map((sw) => sw.toString(16).padStart(2, '0').toUpperCase());
  return { code: SW3_CODES[sw3] ?? 'idCard.unknownFault', detail: `SW ${hex.join(' ')}`, sw3 };
}
