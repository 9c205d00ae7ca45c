import type { PrintPurpose } from '../../../contracts/certificate.ts';
import { clockText, dayOf, minuteOf } from '../../../contracts/hall-time.ts';
import type { SheetMark } from '../../../devices/document-printer/marked-sheet.ts';

/** Prints are for offices and banks of this country: their marks are Chinese whatever the visit's language. */
const PURPOSES: Readonly<Record<PrintPurpose, string>> = {
  government: '办理政务服务事项',
  bank: '银行开户、贷款',
  school: '入学、升学',
  work: '求职、入职',
  keep: '个人留存',
};
const SIMULATED = '模拟数据，仅供演示，无效';

export interface PrintFacts {
  /** By the hub's clock. */
  atMs: number;
  terminalId: string;
  /** Which print of this certificate it is in this year. */
  no: number;
  purpose: PrintPurpose;
  printId: string;
  simulated: boolean;
}

/** 打印时间、终端号、次数、用途: over the page and under it. */
export function markOf({ atMs, terminalId, no, purpose, printId, simulated }: PrintFacts): SheetMark {
  const time = `${dayOf(atMs)} ${clockText(minuteOf(atMs))}`;
  const use = PURPOSES[purpose];
  return {
    across: [`仅用于${use}`, `${time} ${terminalId} 第${no}次打印`, ...(simulated ? [SIMULATED] : [])],
    foot: [
      `打印时间：${time}　终端号：${terminalId}　打印次数：本年第 ${no} 次`,
      `用途：${use}　打印编号：${printId.slice(0, 8).toUpperCase()}`,
      simulated ? SIMULATED : '本件由政务服务自助机打印，以电子证照库中的记录为准。',
    ],
  };
}
