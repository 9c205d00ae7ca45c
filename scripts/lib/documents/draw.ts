/** Believable documents with invented data, drawn flat: what lies under the camera. */
import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from './random.ts';
import { type Words, wordsOf } from './words.ts';

export type DocumentKind = 'licence' | 'idCard' | 'lease' | 'residence';

interface Sheet {
  widthMm: number;
  heightMm: number;
  /** Radius of the corners; ISO/IEC 7810 ID-1 has 3.18 mm. */
  cornerMm: number;
}

const A4 = { widthMm: 210, heightMm: 297, cornerMm: 0 } as const;
export const SHEETS: Readonly<Record<DocumentKind, Sheet>> = {
  licence: { widthMm: 297, heightMm: 210, cornerMm: 0 },
  idCard: { widthMm: 85.6, heightMm: 53.98, cornerMm: 3.18 },
  lease: A4,
  residence: A4,
};
export const KINDS = ['licence', 'idCard', 'lease', 'residence'] as const;

const FONT = 'Hall Document';
const BOLD = 'Hall Document Bold';

function registerFonts(): void {
  const { resolve } = createRequire(import.meta.url);
  const file = (name: string) => resolve(`@expo-google-fonts/noto-sans-sc/${name}`);
  if (!GlobalFonts.has(FONT))
    GlobalFonts.registerFromPath(file('400Regular/NotoSansSC_400Regular.ttf'), FONT);
  if (!GlobalFonts.has(BOLD)) GlobalFonts.registerFromPath(file('700Bold/NotoSansSC_700Bold.ttf'), BOLD);
}

/** The document as pixels, `pxPerMm` to a millimetre. */
export function drawDocument(kind: DocumentKind, random: Random, pxPerMm: number): Canvas {
  registerFonts();
  const { widthMm, heightMm } = SHEETS[kind];
  const canvas = createCanvas(Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm));
  const context = canvas.getContext('2d');
  context.scale(canvas.width / widthMm, canvas.height / heightMm);
  context.textBaseline = 'top';
  const pen = penOf(context);
  DRAWINGS[kind](pen, wordsOf(random), random);
  return canvas;
}

/** Everything in millimetres. */
interface Pen {
  context: SKRSContext2D;
  fill(colour: string, x: number, y: number, width: number, height: number): void;
  frame(colour: string, line: number, x: number, y: number, width: number, height: number): void;
  text(words: string, x: number, y: number, size: number, options?: TextOptions): void;
  /** Breaks the words into lines of `width`; answers the height used. */
  paragraph(words: string, x: number, y: number, size: number, width: number): number;
}
interface TextOptions {
  colour?: string;
  bold?: boolean;
  centre?: boolean;
}

function penOf(context: SKRSContext2D): Pen {
  const pen: Pen = {
    context,
    fill(colour, x, y, width, height) {
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
    },
    frame(colour, line, x, y, width, height) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.strokeRect(x, y, width, height);
    },
    text(words, x, y, size, { colour = '#1c1c20', bold = false, centre = false } = {}) {
      context.fillStyle = colour;
      context.font = `${size}px "${bold ? BOLD : FONT}"`;
      context.textAlign = centre ? 'center' : 'left';
      context.fillText(words, x, y);
    },
    paragraph(words, x, y, size, width) {
      context.font = `${size}px "${FONT}"`;
      let line = '';
      let down = y;
      for (const character of words) {
        if (context.measureText(line + character).width > width) {
          pen.text(line, x, down, size);
          line = '';
          down += size * 1.65;
        }
        line += character;
      }
      pen.text(line, x, down, size);
      return down + size * 1.65 - y;
    },
  };
  return pen;
}

/** A round red seal (公章). */
function seal({ context }: Pen, x: number, y: number, radius: number, words: string): void {
  context.save();
  context.globalAlpha = 0.75;
  context.strokeStyle = '#c8261c';
  context.fillStyle = '#c8261c';
  context.lineWidth = radius * 0.07;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  star(context, x, y, radius * 0.32);
  context.font = `${radius * 0.26}px "${BOLD}"`;
  context.textAlign = 'center';
  for (const [i, character] of [...words].entries()) {
    const angle = ((i - (words.length - 1) / 2) / words.length) * 1.5 * Math.PI;
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.fillText(character, 0, -radius * 0.86);
    context.restore();
  }
  context.restore();
}

function star(context: SKRSContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  for (let i = 0; i < 10; i += 1) {
    const r = i % 2 === 0 ? radius : radius * 0.38;
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.fill();
}

/** A square of modules, as a QR code looks from afar. */
function modules(pen: Pen, random: Random, x: number, y: number, size: number): void {
  const count = 29;
  const step = size / count;
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (random.next() < 0.5) pen.fill('#16161a', x + column * step, y + row * step, step, step);
}

function licence(pen: Pen, words: Words, random: Random): void {
  pen.fill('#fbf8ee', 0, 0, 297, 210);
  pen.frame('#b3924a', 2.4, 12, 12, 273, 186);
  pen.frame('#b3924a', 0.6, 16, 16, 265, 178);
  pen.context.fillStyle = '#c8261c';
  star(pen.context, 148, 36, 11);
  pen.text('营业执照', 148, 52, 17, { bold: true, centre: true });
  pen.text('（副本）  样本', 148, 73, 5.5, { centre: true });
  pen.text(`统一社会信用代码 ${words.number}`, 28, 84, 4.6);
  const rows = [
    ['名　　称', words.company],
    ['类　　型', '有限责任公司（自然人独资）'],
    ['法定代表人', words.person],
    ['注册资本', '壹佰万元整'],
    ['成立日期', words.date],
    ['住　　所', words.address],
  ] as const;
  for (const [i, [name, value]] of rows.entries()) {
    pen.text(name, 28, 98 + i * 11, 5, { colour: '#6f5a2a', bold: true });
    pen.text(value, 62, 98 + i * 11, 5);
  }
  pen.paragraph(`经营范围：${words.clauses.slice(0, 3).join('')}`, 172, 98, 4, 98);
  modules(pen, random, 238, 30, 30);
  pen.text('登记机关', 200, 160, 5, { colour: '#6f5a2a', bold: true });
  pen.text(words.date, 222, 176, 5);
  seal(pen, 240, 168, 20, '样本市场监督管理局');
}

function idCard(pen: Pen, words: Words): void {
  const { context } = pen;
  const ground = context.createLinearGradient(0, 0, 85.6, 54);
  ground.addColorStop(0, '#dfeaf0');
  ground.addColorStop(0.6, '#e9e6ee');
  ground.addColorStop(1, '#f3e6e0');
  context.fillStyle = ground;
  context.fillRect(0, 0, 85.6, 54);
  context.strokeStyle = 'rgb(120 150 190 / 35%)';
  context.lineWidth = 0.15;
  for (let i = 0; i < 26; i += 1) {
    context.beginPath();
    for (let x = 0; x <= 86; x += 2) context.lineTo(x, 2 + i * 2 + 1.5 * Math.sin(x / 7 + i * 0.4));
    context.stroke();
  }
  const label = { colour: '#3a6ea5' };
  const rows = [
    ['姓名', words.person],
    ['性别', '男　民族 汉'],
    ['出生', words.date],
    ['住址', words.address.slice(0, 11)],
    ['', words.address.slice(11)],
  ] as const;
  for (const [i, [name, value]] of rows.entries()) {
    pen.text(name, 6, 6 + i * 6.4, 2.6, label);
    pen.text(value, 15, 5.8 + i * 6.4, 3);
  }
  pen.text('公民身份号码', 6, 45, 2.6, label);
  pen.text(words.number, 27, 44.4, 3.6, { bold: true });
  pen.fill('#c9d2da', 57, 8, 22, 28);
  context.fillStyle = '#6b5a50';
  context.beginPath();
  context.arc(68, 19, 6, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#33435c';
  context.beginPath();
  context.ellipse(68, 36, 10, 9, 0, Math.PI, 2 * Math.PI);
  context.fill();
  context.save();
  context.translate(43, 27);
  context.rotate(-0.35);
  pen.text('样本', 0, -9, 18, { colour: 'rgb(190 40 30 / 30%)', bold: true, centre: true });
  context.restore();
}

function lease(pen: Pen, words: Words): void {
  pen.fill('#fdfdfb', 0, 0, 210, 297);
  pen.text('房屋租赁合同', 105, 24, 9, { bold: true, centre: true });
  pen.text(`出租方（甲方）：${words.person}`, 28, 46, 4.4);
  pen.text(`承租方（乙方）：${words.company}`, 28, 55, 4.4);
  pen.text(`房屋坐落：${words.address}`, 28, 64, 4.4);
  let down = 78;
  for (const [i, clause] of words.clauses.entries())
    down += pen.paragraph(`第${'一二三四五六七八九'[i] ?? ''}条　${clause}`, 28, down, 4.1, 154) + 2.6;
  pen.text('甲方（签字）：', 28, 252, 4.4);
  pen.text('乙方（盖章）：', 116, 252, 4.4);
  pen.text(words.date, 116, 264, 4.4);
  seal(pen, 150, 250, 18, '样本租赁合同专用');
}

function residence(pen: Pen, words: Words, random: Random): void {
  pen.fill('#fcfcfa', 0, 0, 210, 297);
  pen.text('居住登记信息表', 105, 20, 8, { bold: true, centre: true });
  const names = [
    '姓名',
    '证件号码',
    '户籍地址',
    '现住地址',
    '居住事由',
    '居住方式',
    '联系方式',
    '登记日期',
    '备注',
  ];
  const values = [
    words.person,
    words.number,
    words.address,
    words.address,
    '务工',
    '租赁房屋',
    '000-00000000',
    words.date,
    '',
  ];
  for (const [i, name] of names.entries()) {
    const y = 42 + i * 20;
    pen.frame('#222226', 0.4, 22, y, 40, 20);
    pen.frame('#222226', 0.4, 62, y, 126, 20);
    pen.text(name, 42, y + 7, 4.6, { centre: true });
    pen.text(values[i] ?? '', 66, y + 7, 4.6, { colour: '#1d3f8f' });
  }
  pen.paragraph(`填表说明：${words.clauses.slice(0, 2).join('')}`, 22, 228 + random.between(0, 4), 3.6, 166);
  pen.text('申报人（签字）：', 22, 262, 4.6);
  pen.text('受理人：', 118, 262, 4.6);
}

const DRAWINGS: Readonly<Record<DocumentKind, (pen: Pen, words: Words, random: Random) => void>> = {
  licence,
  idCard,
  lease,
  residence,
};
