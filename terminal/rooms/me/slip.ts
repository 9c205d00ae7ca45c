import { clockText, dayOf, minuteOf } from '../../../contracts/hall-time.ts';
import { type PetitionBody, type PetitionKind, petitionNoOf } from '../../../contracts/petition.ts';
import type { Text2 } from '../../../contracts/reference.ts';
import type { Slip, SlipBlock } from '../../../contracts/slip.ts';

/** Words of the slip (凭条); what stands on the screen has its own in `assets/locales`. */
const KINDS: Readonly<Record<PetitionKind, Text2>> = {
  consult: { zh: '咨询', en: 'Question' },
  complain: { zh: '投诉', en: 'Complaint' },
  suggest: { zh: '建议', en: 'Suggestion' },
  correct: { zh: '个人信息更正', en: 'Correction of my data' },
};
const WORDS = {
  title: { zh: '咨询投诉建议凭条', en: 'What you told the hall' },
  no: { zh: '编号', en: 'Number' },
  kind: { zh: '类别', en: 'Kind' },
  at: { zh: '提交时间', en: 'Left at' },
  machine: { zh: '自助机', en: 'Machine' },
  message: {
    zh: '答复会发到您的“我的消息”：在自助机登录后，到“个人中心”查看。',
    en: 'The answer comes as a message: sign in at a kiosk and open “Personal centre”.',
  },
  call: {
    zh: '工作人员会按您留的手机号码答复。',
    en: 'The staff will answer by the telephone number you left.',
  },
  none: { zh: '您没有要求答复，工作人员会阅办。', en: 'You asked for no answer. The staff will read it.' },
} as const satisfies Record<string, Text2>;

/** The number of a petition on paper. Nothing of what was said, and nothing of whom: it may be lost. */
export function petitionSlip(body: PetitionBody, hall: Text2 | null): Slip {
  const say = (words: Text2) => (body.locale === 'en' ? words.en : words.zh);
  const no = petitionNoOf(body.id, body.at);
  const pair = (label: Text2, value: string): SlipBlock => ({ type: 'pair', label: say(label), value });
  const line = (text: string, size: 1 | 2): SlipBlock => ({
    type: 'text',
    text,
    align: size === 2 ? 'centre' : 'left',
    size,
    bold: size === 2,
  });
  const answer = !body.wantsAnswer ? WORDS.none : body.person === null ? WORDS.call : WORDS.message;
  return {
    blocks: [
      ...(hall === null ? [] : [{ ...line(say(hall), 1), align: 'centre' } as SlipBlock]),
      line(say(WORDS.title), 2),
      { type: 'rule' },
      pair(WORDS.no, no),
      pair(WORDS.kind, say(KINDS[body.kind])),
      pair(WORDS.at, `${dayOf(body.at)} ${clockText(minuteOf(body.at))}`),
      { type: 'space', lines: 1 },
      { type: 'qr', text: no, align: 'centre' },
      { type: 'rule' },
      line(say(answer), 1),
      pair(WORDS.machine, body.terminalId),
    ],
  };
}
