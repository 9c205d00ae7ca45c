import type { ServiceItem, TimeLimit } from '../../../contracts/catalogue.ts';
import type { Locale } from '../../../contracts/primitives.ts';
import type { Text2 } from '../../../contracts/reference.ts';
import type { Slip, SlipBlock } from '../../../contracts/slip.ts';

/** Words of the guide on paper and in the QR code; what stands on the screen has its own in `assets/locales`. */
const WORDS = {
  title: { zh: '办事指南', en: 'Guide' },
  department: { zh: '办理部门', en: 'Department' },
  code: { zh: '事项编码', en: 'Code' },
  where: { zh: '办理窗口', en: 'Window' },
  address: { zh: '办理地点', en: 'Where' },
  hours: { zh: '办理时间', en: 'Hours' },
  legal: { zh: '法定期限', en: 'Time by law' },
  promised: { zh: '承诺期限', en: 'Promised time' },
  fee: { zh: '收费标准', en: 'Fee' },
  free: { zh: '不收费', en: 'Free' },
  phone: { zh: '联系电话', en: 'Phone' },
  complaint: { zh: '监督电话', en: 'Complaints' },
  conditions: { zh: '受理条件', en: 'Conditions' },
  materials: { zh: '申请材料', en: 'Papers' },
  basis: { zh: '法定依据', en: 'Legal basis' },
  optional: { zh: '（需要时提供）', en: ' (if needed)' },
  printed: { zh: '打印时间', en: 'Printed' },
  asOf: { zh: '内容以窗口最新公布为准。', en: 'What the window says last holds.' },
  none: { zh: '法律未规定', en: 'Not set by law' },
  spot: { zh: '即办', en: 'On the spot' },
  more: { zh: '…更多内容请看屏幕或打印指南', en: '… see the screen or the printed guide for more' },
} as const satisfies Record<string, Text2>;

const FORMS = {
  original: { zh: '原件', en: 'original' },
  copy: { zh: '复印件', en: 'copy' },
  electronic: { zh: '电子件', en: 'electronic' },
} as const satisfies Record<string, Text2>;

type Say = (words: Text2) => string;
const speaker =
  (locale: Locale): Say =>
  (words) =>
    locale === 'en' ? words.en : words.zh;

function limitText(limit: TimeLimit | null, locale: Locale): string {
  const say = speaker(locale);
  if (limit === null) return say(WORDS.none);
  if (limit.days === 0) return say(WORDS.spot);
  if (locale === 'en')
    return `${limit.days} ${limit.working ? 'working ' : ''}day${limit.days === 1 ? '' : 's'}`;
  return `${limit.days}个${limit.working ? '工作日' : '自然日'}`;
}

const materialText = (m: ServiceItem['materials'][number], say: Say): string =>
  `${say(m.name)} ${say(FORMS[m.form])}×${m.count}${m.required ? '' : say(WORDS.optional)}`;

const windowsText = (item: ServiceItem, locale: Locale): string =>
  locale === 'en' ? item.windows.join(', ') : item.windows.map((no) => `${no}号`).join('、');

export interface GuideFacts {
  item: ServiceItem;
  department: Text2;
  locale: Locale;
  hall: Text2 | null;
  /** Day and time of the hall, as it is printed. */
  printedAt: string;
  qr: string;
}

const MOST_BLOCKS = 95;
/** A line of a slip. */
const MOST_LINE = 480;
const clip = (text: string): string => (text.length <= MOST_LINE ? text : `${text.slice(0, MOST_LINE)}…`);
const RULE: SlipBlock = { type: 'rule' };

/** The guide as it is printed. */
export function guideSlip({ item, department, locale, hall, printedAt, qr }: GuideFacts): Slip {
  const say = speaker(locale);
  const pair = (label: Text2, value: string): SlipBlock => ({
    type: 'pair',
    label: say(label),
    value: clip(value),
  });
  const line = (text: string, bold = false): SlipBlock => ({
    type: 'text',
    text: clip(text),
    align: 'left',
    size: 1,
    bold,
  });
  const section = (title: Text2, lines: readonly string[]): SlipBlock[] =>
    lines.length === 0 ? [] : [RULE, line(say(title), true), ...lines.map((l, i) => line(`${i + 1}. ${l}`))];
  const blocks: SlipBlock[] = [
    ...(hall === null
      ? []
      : [{ type: 'text', text: say(hall), align: 'centre', size: 1, bold: false } satisfies SlipBlock]),
    { type: 'text', text: say(WORDS.title), align: 'centre', size: 2, bold: true },
    line(say(item.name), true),
    RULE,
    pair(WORDS.code, item.code),
    pair(WORDS.department, say(department)),
    ...(item.windows.length === 0 ? [] : [pair(WORDS.where, windowsText(item, locale))]),
    pair(WORDS.address, say(item.address)),
    pair(WORDS.hours, say(item.hours)),
    pair(WORDS.legal, limitText(item.legalLimit, locale)),
    pair(WORDS.promised, limitText(item.promisedLimit, locale)),
    pair(WORDS.fee, item.fee === null ? say(WORDS.free) : say(item.fee.standard)),
    pair(WORDS.phone, item.phone),
    pair(WORDS.complaint, item.complaintPhone),
    ...section(WORDS.conditions, item.conditions.map(say)),
    ...section(
      WORDS.materials,
      item.materials.map((m) => materialText(m, say)),
    ),
    ...section(WORDS.basis, [...item.basis, ...(item.fee === null ? [] : [item.fee.basis])].map(say)),
  ];
  return {
    blocks: [
      ...blocks.slice(0, MOST_BLOCKS),
      { type: 'qr', text: qr, align: 'centre' },
      line(say(WORDS.asOf)),
      pair(WORDS.printed, printedAt),
    ],
  };
}

/** Bytes of a QR code that a phone still reads from the screen and from paper. */
const MOST_QR_BYTES = 480;

/**
 * What the QR code holds: the address of the item's public page where the hall has one, else the guide in short, which a
 * phone shows by itself and without any network.
 */
export function guideQr(
  { item, department, locale }: Pick<GuideFacts, 'item' | 'department' | 'locale'>,
  guideUrl: string | null,
): string {
  if (guideUrl !== null) return guideUrl.replace('{code}', encodeURIComponent(item.code));
  const say = speaker(locale);
  const lines = [
    say(item.name),
    `${say(department)} ${item.phone}`,
    ...(item.windows.length === 0 ? [] : [`${say(WORDS.where)}: ${windowsText(item, locale)}`]),
    say(item.hours),
    `${say(WORDS.materials)}:`,
    ...item.materials.map((m, i) => `${i + 1}.${materialText(m, say)}`),
    `${say(WORDS.fee)}: ${item.fee === null ? say(WORDS.free) : say(item.fee.standard)}`,
  ];
  return fitting(lines, say(WORDS.more));
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Whole lines, as many as fit; what is left out is said. */
function fitting(lines: readonly string[], more: string): string {
  if (bytesOf(lines.join('\n')) <= MOST_QR_BYTES) return lines.join('\n');
  const kept: string[] = [];
  for (const line of lines) {
    if (bytesOf([...kept, line, more].join('\n')) > MOST_QR_BYTES) break;
    kept.push(line);
  }
  return [...kept, more].join('\n');
}
