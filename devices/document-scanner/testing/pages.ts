import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { FONT_NAME, fontPath } from '../../font.ts';

const A4_MM = { width: 210, height: 297 };
const MM_PER_INCH = 25.4;
const NOISE_TILE_PX = 256;
const MOST_SKEW_DEGREES = 0.8;
const JPEG_QUALITY = 85;

const TITLES = ['关于补充申请材料的说明', '个体工商户登记申请书', '居住情况证明', '授权委托书'];
const SENTENCES = [
  '兹证明申请人所提交的材料与原件一致，复印件清晰完整。',
  '申请人已阅知办事指南所列条件，承诺所填内容真实有效。',
  '受理窗口应当自收到材料之日起五个工作日内作出答复。',
  '经营场所位于本区，产权清晰，无违章搭建情形。',
  '如有变更，应当在三十日内向登记机关申请办理变更登记。',
  '委托期限自签字之日起至本事项办结之日止。',
];
const ROWS = ['申请人', '联系电话', '事项名称', '材料份数', '备注'];
const CELLS = ['测试用户', '0375-0000000', '个体工商户设立登记', '原件一份，复印件两份', '无'];

export interface PageOptions {
  dpi: number;
  /** The same seed gives the same page, byte for byte. */
  seed: number;
}

/**
 * An A4 document as a scanner delivers it, JPEG: title, paragraphs, table, a red seal (印章) over the signature, laid on
 * the glass a little askew, on paper that is not quite white.
 */
export async function drawPage({ dpi, seed }: PageOptions): Promise<Uint8Array> {
  if (!GlobalFonts.has(FONT_NAME)) GlobalFonts.registerFromPath(fontPath(), FONT_NAME);
  const random = generator(seed);
  const px = (mm: number): number => Math.round((mm * dpi) / MM_PER_INCH);
  const canvas = createCanvas(px(A4_MM.width), px(A4_MM.height));
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#d9d9d7';
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.save();
  ink.translate(canvas.width / 2, canvas.height / 2);
  ink.rotate(((random() * 2 - 1) * MOST_SKEW_DEGREES * Math.PI) / 180);
  ink.scale(dpi / MM_PER_INCH, dpi / MM_PER_INCH);
  ink.translate(-A4_MM.width / 2, -A4_MM.height / 2);
  drawDocument(ink, random);
  ink.restore();
  addNoise(ink, canvas, random);
  return withDensity(new Uint8Array(await canvas.encode('jpeg', JPEG_QUALITY)), dpi);
}

/** Pages with seeds that follow each other. */
export async function drawPages(count: number, { dpi, seed }: PageOptions): Promise<Uint8Array[]> {
  const pages: Uint8Array[] = [];
  for (let n = 0; n < count; n++) pages.push(await drawPage({ dpi, seed: seed + n }));
  return pages;
}

/** Lengths are mm from here on. */
function drawDocument(ink: SKRSContext2D, random: () => number): void {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  ink.fillStyle = '#fbfaf6';
  ink.fillRect(1, 1, A4_MM.width - 2, A4_MM.height - 2);
  ink.fillStyle = '#161616';
  ink.textAlign = 'center';
  text(ink, pick(TITLES), A4_MM.width / 2, 34, 8);
  ink.textAlign = 'left';
  let y = 52;
  for (let paragraph = 0; paragraph < 4; paragraph++) {
    const words = `　　${Array.from({ length: 4 }, () => pick(SENTENCES)).join('')}`;
    for (let at = 0; at < words.length; at += 36, y += 8) text(ink, words.slice(at, at + 36), 25, y, 4.4);
    y += 3;
  }
  drawTable(ink, y + 4);
  text(ink, `平顶山市卫东区测试单位　2026年1月${1 + Math.floor(random() * 28)}日`, 112, 262, 4.4);
  drawSeal(ink, 150 + random() * 8, 256 + random() * 4);
}

function text(ink: SKRSContext2D, words: string, x: number, y: number, size: number): void {
  ink.font = `${size}px "${FONT_NAME}"`;
  ink.fillText(words, x, y);
}

function drawTable(ink: SKRSContext2D, top: number): void {
  ink.strokeStyle = '#202020';
  ink.lineWidth = 0.3;
  for (const [n, label] of ROWS.entries()) {
    const y = top + n * 10;
    ink.strokeRect(25, y, 40, 10);
    ink.strokeRect(65, y, 120, 10);
    text(ink, label, 28, y + 6.6, 4.2);
    text(ink, CELLS[n] ?? '', 68, y + 6.6, 4.2);
  }
}

function drawSeal(ink: SKRSContext2D, x: number, y: number): void {
  const radius = 20;
  ink.save();
  ink.translate(x, y);
  ink.globalAlpha = 0.8;
  ink.strokeStyle = '#d01818';
  ink.fillStyle = '#d01818';
  ink.lineWidth = 1.2;
  ink.beginPath();
  ink.arc(0, 0, radius, 0, Math.PI * 2);
  ink.stroke();
  ink.textAlign = 'center';
  const letters = [...'平顶山市卫东区测试专用'];
  for (const [n, letter] of letters.entries()) {
    ink.save();
    ink.rotate(((n - (letters.length - 1) / 2) * Math.PI * 1.35) / letters.length);
    text(ink, letter, 0, -radius + 6.5, 5);
    ink.restore();
  }
  text(ink, '★', 0, 4, 12);
  text(ink, '材料专用章', 0, 14, 4);
  ink.restore();
}

/** Grain of paper and sensor, from one tile that repeats. */
function addNoise(ink: SKRSContext2D, canvas: Canvas, random: () => number): void {
  const tile = createCanvas(NOISE_TILE_PX, NOISE_TILE_PX);
  const grain = tile.getContext('2d');
  const pixels = grain.createImageData(NOISE_TILE_PX, NOISE_TILE_PX);
  for (let at = 0; at < pixels.data.length; at += 4) {
    const level = random() < 0.5 ? 0 : 255;
    pixels.data.fill(level, at, at + 3);
    pixels.data[at + 3] = Math.floor(random() * 14);
  }
  grain.putImageData(pixels, 0, 0);
  const pattern = ink.createPattern(tile, 'repeat');
  if (pattern === null) return;
  ink.fillStyle = pattern;
  ink.fillRect(0, 0, canvas.width, canvas.height);
}

/** Scanners say their resolution in the JFIF header; the encoder leaves it out. */
function withDensity(jpeg: Uint8Array, dpi: number): Uint8Array {
  const isJfif = jpeg[2] === 0xff && jpeg[3] === 0xe0;
  if (!isJfif) return jpeg;
  const stamped = Uint8Array.from(jpeg);
  stamped.set([1, dpi >> 8, dpi & 0xff, dpi >> 8, dpi & 0xff], 13);
  return stamped;
}

/** mulberry32: 0 ≤ x < 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
