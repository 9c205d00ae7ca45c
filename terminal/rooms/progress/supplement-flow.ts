import { createHash } from 'node:crypto';
import type { Flow, FlowStep, Words } from '../../../contracts/flow.ts';
import type { AskedMaterial } from '../../../contracts/hub/applications-api.ts';
import { FORM_CODE, SEALED_CODE } from '../../../contracts/seal.ts';
import { ENTERPRISE_FIELDS, SIGNATURE_CODE } from '../../flow/check-apply.ts';
import type { LoadedFlow } from '../../flow/load.ts';

/** What a clerk asked for, and of which application. */
export interface SupplementWish {
  receiptNo: string;
  itemCode: string;
  itemName: string;
  asked: readonly AskedMaterial[];
}

const words = (zh: string, en: string): Words => ({ zh, en });
/** What a clerk wrote comes in one language. */
const as = (text: string): Words => words(text, text);
/** What every supplement has of its own, and what is asked for in another way. */
const MADE_HERE: readonly string[] = [SIGNATURE_CODE, FORM_CODE, SEALED_CODE];
/** Pages of one material. */
const PAGES: [number, number] = [1, 30];

/**
 * The guided way of a supplement (补正补齐): a page for each material that is asked for, then check, signature and
 * submission as in every application. Made anew for each case, for only the case knows what is asked.
 */
export function supplementFlow(wish: SupplementWish): LoadedFlow {
  const flow = flowOf(wish);
  const hash = createHash('sha256').update(JSON.stringify(flow)).digest('hex');
  return { flow, hash, fixtures: [], supplements: wish.receiptNo };
}

/** An electronic seal (电子印章) that was left for afterwards is set on the form of the supplement. */
const WHOSE_SEAL: FlowStep = {
  id: 'business',
  type: 'form',
  title: words('请填写盖章企业', 'Whose seal is it?'),
  fields: [
    {
      id: ENTERPRISE_FIELDS.uscc,
      label: words('统一社会信用代码', 'Unified social credit code'),
      kind: 'uscc',
      required: true,
      fill: 'earlier',
    },
    {
      id: ENTERPRISE_FIELDS.name,
      label: words('企业名称', 'Name of the enterprise'),
      kind: 'text',
      required: true,
      min: 2,
      max: 60,
      fill: 'enterprise.name',
    },
  ],
};
const SEAL: FlowStep = {
  id: 'seal',
  type: 'seal',
  title: words('请盖企业电子印章', 'Set the enterprise’s electronic seal'),
  otherwise: 'paper',
};

function flowOf({ itemCode, itemName, asked }: SupplementWish): Flow {
  const isSealed = asked.some(({ code }) => code === SEALED_CODE);
  const scans = asked
    .filter(({ code }) => !MADE_HERE.includes(code))
    .map(
      ({ code, title }, n): FlowStep => ({
        id: `m${n + 1}`,
        type: 'scan',
        title: words(`请放入：${title}`, `Please scan: ${title}`),
        hint: words(
          '逐页扫描或拍照，看清楚再继续。',
          'Scan or photograph each page, and look that it is clear.',
        ),
        fallback: 'atCounter',
        job: { colour: 'colour', dpi: 300, paper: 'A4' },
        pages: PAGES,
        material: { code, title: as(title) },
      }),
    );
  const steps: FlowStep[] = [
    {
      id: 'who',
      type: 'idCard',
      title: words('请放身份证', 'Please lay down your ID card'),
      fallback: 'atCounter',
    },
    ...(isSealed ? [WHOSE_SEAL] : []),
    ...scans,
    { id: 'review', type: 'checkAnswers', title: words('请核对补正材料', 'Check what you add') },
    {
      id: 'sign',
      type: 'sign',
      title: words('请签名', 'Please sign'),
      statement: words('我补充的材料真实、完整、有效。', 'What I add is true, complete and valid.'),
    },
    ...(isSealed ? [SEAL] : []),
    {
      id: 'send',
      type: 'submit',
      title: words('提交补正材料', 'Send what you add'),
      item: itemCode,
      itemName: as(itemName),
    },
    {
      id: 'slip',
      type: 'printSlip',
      title: words('打印补正回执', 'Print the receipt'),
      slip: [
        {
          type: 'text',
          text: words('补正材料回执', 'Receipt of added papers'),
          align: 'centre',
          size: 2,
          bold: true,
        },
        { type: 'rule' },
        { type: 'pair', label: words('回执号', 'Receipt number'), field: 'send.receiptNo' },
        { type: 'pair', label: words('时间', 'Time'), field: 'session.date' },
        { type: 'pair', label: words('申请人', 'Applicant'), field: 'who.name' },
        { type: 'rule' },
        { type: 'qr', field: 'send.receiptNo' },
        {
          type: 'text',
          text: words('凭回执号可在自助机查进度', 'Follow it at a kiosk with the receipt number'),
          align: 'centre',
        },
        { type: 'space' },
      ],
    },
    {
      id: 'end',
      type: 'done',
      title: words('补正材料已提交', 'Your papers have been added'),
      body: words(
        '大厅收到后继续办理，结果会发消息给您，也可以在这里查进度。',
        'The hall goes on with your case once it has them. You get a message, and can follow it here.',
      ),
    },
  ];
  const exits: Flow['exits'] = {
    atCounter: {
      id: 'atCounter',
      type: 'done',
      title: words('请到窗口补交', 'Please go to a window'),
      body: words(
        '本机没有提交任何材料。请带上材料和回执到窗口补交。',
        'Nothing was sent. Please take your papers and your receipt to a window.',
      ),
    },
  };
  return {
    schema: 1,
    id: 'supplement',
    version: '1.0.0',
    title: words('补正材料', 'Add papers'),
    summary: words('补交大厅要求的材料', 'Add what the hall has asked for'),
    requires: {
      app: '>=0.1',
      steps: [...new Set([...steps, ...Object.values(exits)].map((s) => `${s.type}@1`))],
      devices: [],
    },
    timeout: { idle: 120, warn: 45 },
    conditions: {},
    steps,
    exits,
    i18n: { 'zh-CN': 'zh.json', en: 'en.json' },
    fixtures: [],
  };
}
