import type { ApplicationBody } from '../../contracts/application.ts';
import type { MaterialBody, MaterialPage } from '../../contracts/material.ts';
import { newPage } from '../../devices/document-printer/page.ts';
import { documentOf } from './assemble.ts';
import { PROFILE } from './pdf.ts';

/** What the form says beside the application. */
export interface FormWords {
  title: string;
  /** What is applied for: one line an item (事项). */
  items: readonly string[];
  /** What the citizen signs. */
  statement: string;
  /** Day and time of the hall, as it is to be read. */
  signedAt: string;
}
/** The enterprise's seal on the form. */
export interface FormSeal {
  /** PNG. */
  picture: Uint8Array;
  no: string;
  /** Day and time of the hall, as it is to be read. */
  sealedAt: string;
  /** Of the form without it, which it covers. */
  sha256: string;
  simulated: boolean;
}
export interface FormDocument {
  bytes: Uint8Array;
  document: MaterialBody['document'];
  pages: MaterialPage[];
}

const MARGIN = 54;
const TITLE = 18;
const TEXT = 10.5;
const SMALL = 8;
const LABEL_WIDTH = 130;
const PAD = 5;
const SIGN = { width: 170, height: 57 } as const;
/** 40 mm: 国发〔1999〕25号 for an enterprise's seal. */
const SEAL = 113.4;
const RULE = 0.5;

const WORDS = {
  'zh-CN': {
    receiptNo: '回执号',
    supplements: '补正的回执号',
    item: '事项',
    name: '申请人',
    idNumber: '公民身份号码',
    phone: '联系电话',
    enterprise: '企业名称',
    uscc: '统一社会信用代码',
    materials: '提交材料',
    delivery: '取件方式',
    window: '到窗口领取',
    express: '证照快递',
    seal: '电子印章',
    sealNo: '印章编码',
    sealedAt: '盖章时间',
    sealOf: '盖章原文 SHA-256',
    simulated: '模拟印章，无效',
    sign: '申请人签名',
    at: '签名时间',
    terminal: '办理终端',
  },
  en: {
    receiptNo: 'Receipt number',
    supplements: 'Adds to receipt',
    item: 'Service',
    name: 'Applicant',
    idNumber: 'ID number',
    phone: 'Phone',
    enterprise: 'Enterprise',
    uscc: 'Unified social credit code',
    materials: 'Documents handed in',
    delivery: 'Handing over',
    window: 'At a window',
    express: 'By express',
    seal: 'Electronic seal',
    sealNo: 'Seal number',
    sealedAt: 'Sealed at',
    sealOf: 'Seal covers SHA-256',
    simulated: 'simulated, worth nothing',
    sign: 'Signature of the applicant',
    at: 'Signed at',
    terminal: 'Terminal',
  },
} as const;

/**
 * The application form (申请表) as one PDF/A-2b: what the citizen said, the signature where a form has it, and beside it
 * the enterprise's seal (电子印章). The same application, words and signature give the same
 * bytes: a seal covers them. With a seal on it the order of its objects may differ.
 */
export async function formPdf(
  application: ApplicationBody,
  words: FormWords,
  signature: Uint8Array,
  seal: FormSeal | null,
): Promise<FormDocument> {
  const { page, bytes } = await newPage(MARGIN, words.title, {
    subset: PROFILE,
    pdfVersion: '1.7',
    bufferPages: true,
    info: { Creator: `hall-terminal ${application.app}`, CreationDate: new Date(application.at) },
  });
  page.fontSize(TITLE).text(words.title, { align: 'center' });
  page.moveDown(0.6).fontSize(TEXT);
  for (const [label, value] of rowsOf(application, words)) putRow(page, label, value);
  putSignature(page, application, words, signature, seal);
  const sheets = page.bufferedPageRange().count;
  const { width, height } = page.page;
  const made = await bytes();
  const document = documentOf(made, 'application/pdf', PROFILE);
  return {
    bytes: made,
    document,
    pages: Array.from({ length: sheets }, (_, i) => ({
      no: i + 1,
      // The document stands for each of its sheets; sizes are in points, without a resolution.
      sha256: document.sha256,
      widthPx: Math.round(width),
      heightPx: Math.round(height),
      dpi: null,
      source: 'touch',
      device: null,
      at: application.at,
      warnings: [],
    })),
  };
}

function rowsOf(
  { applicant, answers, delivery, materials, ...a }: ApplicationBody,
  { items }: FormWords,
): [string, string][] {
  const w = WORDS[a.locale];
  const rows: [string, string][] = [
    [w.receiptNo, a.receiptNo],
    [w.supplements, a.supplements ?? ''],
    [w.item, items.join('\n')],
    [w.name, applicant.name],
    [w.idNumber, applicant.idNumber],
    [w.phone, applicant.phone ?? ''],
    [w.enterprise, applicant.enterprise?.name ?? ''],
    [w.uscc, applicant.enterprise?.uscc ?? ''],
    ...answers.map((answer): [string, string] => [answer.label, answer.shown]),
    [w.materials, materials.map((m) => m.title).join('、')],
    [
      w.delivery,
      delivery.way === 'window'
        ? w.window
        : `${w.express}　${delivery.recipient}　${delivery.phone}　${delivery.address}　${delivery.postcode}`,
    ],
    [w.terminal, a.terminalId],
  ];
  return rows.filter(([, value]) => value !== '');
}

/** A row of the table; one that does not fit on the sheet begins the next. */
function putRow(page: PDFKit.PDFDocument, label: string, value: string): void {
  const width = page.page.width - 2 * MARGIN;
  const valueWidth = width - LABEL_WIDTH - 3 * PAD;
  const height =
    2 * PAD +
    Math.max(
      page.heightOfString(label, { width: LABEL_WIDTH - PAD }),
      page.heightOfString(value, { width: valueWidth }),
    );
  if (page.y + height > page.page.height - MARGIN) page.addPage();
  const top = page.y;
  page.lineWidth(RULE).rect(MARGIN, top, width, height).stroke('#555');
  page
    .moveTo(MARGIN + LABEL_WIDTH + PAD, top)
    .lineTo(MARGIN + LABEL_WIDTH + PAD, top + height)
    .stroke('#555');
  page.fill('black');
  page.text(label, MARGIN + PAD, top + PAD, { width: LABEL_WIDTH - PAD });
  page.text(value, MARGIN + LABEL_WIDTH + 2 * PAD, top + PAD, { width: valueWidth });
  page.x = MARGIN;
  page.y = top + height;
}

function putSignature(
  page: PDFKit.PDFDocument,
  { locale }: ApplicationBody,
  { statement, signedAt }: FormWords,
  signature: Uint8Array,
  seal: FormSeal | null,
): void {
  const w = WORDS[locale];
  const width = page.page.width - 2 * MARGIN;
  const height =
    page.heightOfString(statement, { width }) + (seal === null ? SIGN.height + 5 * TEXT : SEAL + 7 * TEXT);
  if (page.y + height > page.page.height - MARGIN) page.addPage();
  page.moveDown(1).text(statement, MARGIN, page.y, { width });
  const top = page.y + TEXT;
  const left = MARGIN + width - SIGN.width;
  page.text(w.sign, MARGIN, top + SIGN.height / 2, { width: width - SIGN.width - PAD, align: 'right' });
  page.image(Buffer.from(signature), left, top, { fit: [SIGN.width, SIGN.height] });
  page.text(`${w.at}　${signedAt}`, MARGIN, top + SIGN.height + PAD, { width, align: 'right' });
  if (seal === null) return;
  page.image(Buffer.from(seal.picture), MARGIN, top, { fit: [SEAL, SEAL] });
  const kind = seal.simulated ? `${w.seal}（${w.simulated}）` : w.seal;
  page.text(`${kind}　${w.sealNo}　${seal.no}　${w.sealedAt}　${seal.sealedAt}`, MARGIN, top + SEAL + PAD, {
    width,
  });
  page.fontSize(SMALL).text(`${w.sealOf}　${seal.sha256}`, { width });
}
