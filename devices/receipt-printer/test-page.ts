import type { Slip } from '../../contracts/slip.ts';

/** Rare characters of names that a printer's own font lacks: they come out as drawn rows. */
const RARE_NAMES = '㛃 䶮 𬱖 𫍯 𠅤';

/** A page (测试页) that shows the device's name and that all kinds of output work. For technicians, in both languages. */
export function testPageOf(device: string, dots: number, at: Date): Slip {
  const text = (
    content: string,
    style: { align?: 'centre' | 'right'; size?: 2 | 3; bold?: boolean } = {},
  ) => ({
    type: 'text' as const,
    text: content,
    align: style.align ?? ('left' as const),
    size: style.size ?? (1 as const),
    bold: style.bold ?? false,
  });
  return {
    blocks: [
      text('打印测试页', { align: 'centre', size: 2, bold: true }),
      text('Printer test page', { align: 'centre' }),
      { type: 'rule' },
      { type: 'pair', label: '设备 Device', value: device },
      { type: 'pair', label: '时间 Time', value: at.toISOString().replace('T', ' ').slice(0, 19) },
      { type: 'pair', label: '宽度 Width', value: `${dots} dots` },
      { type: 'rule' },
      text('左 left'),
      text('中 centre', { align: 'centre' }),
      text('右 right', { align: 'right' }),
      text('加粗 bold', { bold: true }),
      text('两倍 2×', { size: 2 }),
      text('三倍 3×', { size: 3 }),
      text('1234567890'.repeat(Math.floor(dots / 120))),
      text('标点：，。“引号”（括号）①℃㎡￥'),
      text(`生僻字 rare: ${RARE_NAMES}`),
      {
        type: 'pair',
        label: '长内容 long value',
        value: '平顶山市卫东区政务服务大厅一楼东侧第3号窗口，请凭此凭条领取。',
      },
      { type: 'rule' },
      { type: 'qr', text: `hall-terminal test ${device} 测试`, align: 'centre' },
      { type: 'space', lines: 1 },
    ],
  };
}
