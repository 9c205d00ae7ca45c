import type { CaseState, CitizenMessage } from '../../../../../contracts/hub/applications-api.ts';
import type { CitizenAddress, HeldData } from '../../../../../contracts/hub/citizens-api.ts';
import type { FieldView } from '../../../../../contracts/kiosk-step.ts';
import type { PetitionView } from '../../../../../contracts/petition.ts';
import type { MePlace, PetitionDraft } from '../../../../../contracts/rooms/me.ts';

/** What the test lets happen. */
export interface Wishes {
  /** The hub is away. */
  offline: boolean;
  /** Code with which the next call of a name is refused. */
  refuse: Partial<Record<string, string>>;
  /** Nothing of the person is held. */
  none: boolean;
  /** Texts of the greatest length. */
  long: boolean;
}

const AT = Date.parse('2026-11-24T09:00:00+08:00');
const HOUR = 3_600_000;
const idOf = (n: number): string => `3f0c9a52-7c1e-4b8a-9c55-${String(n).padStart(12, '0')}`;
const words = (zh: string, en: string) => ({ zh, en });
const ok = <T>(value: T) => ({ ok: true as const, value });
const refused = (code: string) => ({ ok: false as const, code });
const same = (text: string) => words(text, text);

const ITEM = '个体工商户设立登记';
const LONG_ITEM = '国有建设用地使用权及房屋所有权首次登记、转移登记、变更登记（含预告登记转本登记）';
const TEXT = '上周三在三号窗口办居住证，说材料不齐，回去补齐后又说还差一份，能不能一次说清楚要哪些材料？';
const LONG_TEXT = `${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}${TEXT}`.slice(0, 500);

const field = (id: string, kind: FieldView['kind'], label: string, longest: number): FieldView => ({
  id,
  label: same(label),
  hint: null,
  kind,
  required: true,
  options: [],
  value: '',
  locked: false,
  longest,
  first: null,
  last: null,
  fault: null,
});

/** Stands for the terminal's personal centre: answers as it does, from what the test wishes. */
export function fakeRoom(wishes: Wishes, proven: () => boolean) {
  let draft: PetitionDraft | null = null;
  let addresses: CitizenAddress[] = [];
  let erased = false;
  let wanted: MePlace | null = null;
  const read = new Set<string>();
  const item = () => (wishes.long ? LONG_ITEM : ITEM);
  const text = () => (wishes.long ? LONG_TEXT : TEXT);
  const isEmpty = () => wishes.none || erased;

  const some = <T>(rows: T[]): T[] => (isEmpty() ? [] : rows);
  const messages = (): CitizenMessage[] =>
    some(
      (
        [
          ['petition.answered', '咨询', text()],
          ['case.supplementAsked', item(), '经营场所证明缺少出租人签字，请补正。'],
          ['case.submitted', item(), null],
          ['booking.confirmed', '居民身份证换领', '2026-11-26 09:00–09:30，一楼 1 号窗口'],
          ['case.accepted', item(), null],
          ['case.concluded', item(), '准予登记，执照请到 5 号窗口领取。'],
          ['case.refused', item(), '不属于本区受理范围。'],
        ] as const
      ).map(([event, title, note], n) => ({
        id: idOf(n),
        event,
        no: `WD2026${500_100 + n}`,
        title,
        note,
        asked: event === 'case.supplementAsked' ? [{ code: 'lease', title: '房屋租赁合同' }] : [],
        atMs: AT - n * HOUR,
        readMs: n > 2 || read.has(idOf(n)) ? AT : null,
      })),
    );
  const cases = () =>
    some(
      (
        ['supplement', 'accepted', 'submitted', 'concluded', 'refused', 'supplemented'] satisfies CaseState[]
      ).map((state, n) => ({
        applicationId: idOf(n),
        receiptNo: `KIOSK01-${1_000_000 + n}`,
        caseNo: `WD2026${500_100 + n}`,
        itemCode: 'SC0101',
        itemName: item(),
        state,
        submittedMs: AT - (n + 2) * HOUR,
        changedMs: AT - n * HOUR,
      })),
    );
  const bookings = () =>
    some(
      (['confirmed', 'cancelled', 'used', 'missed'] as const).map((state, n) => ({
        id: idOf(n),
        no: `YY112${n}-7K3M-Q2XD`,
        matterId: 'gongan-0',
        matter: words('居民身份证换领、补领', 'Renew or replace a resident ID card'),
        department: words('卫东公安分局', 'Public Security Sub-bureau'),
        place: words('一楼 1 号窗口', 'Window 1, ground floor'),
        day: `2026-11-2${n}`,
        minute: 540,
        endMinute: 570,
        state,
        reason: null,
        offered: [],
        mayCancel: n === 0,
      })),
    );
  const petitions = (): PetitionView[] =>
    some(
      (['answered', 'received', 'noted'] as const).map((state, n) => ({
        id: idOf(n),
        no: `ZX112${n}-7K3M-Q2XD`,
        kind: (['consult', 'complain', 'suggest'] as const)[n] ?? 'consult',
        state,
        text: text(),
        caseNo: null,
        windowId: null,
        wantsAnswer: n < 2,
        atMs: AT - n * 24 * HOUR,
        answer: state === 'answered' ? { text: text(), atMs: AT } : null,
      })),
    );
  addresses = some(
    ['平顶山市卫东区建设路中段示例小区 3 号楼 1 单元 502', '平顶山市卫东区示例路 1 号'].map((address, n) => ({
      id: idOf(n),
      recipient: '张伟民',
      phone: '13800001234',
      address: wishes.long && n === 0 ? `${address}${address}${address}` : address,
      postcode: '467000',
      first: n === 0,
    })),
  );
  const data = (): HeldData => ({
    applications: cases().map((c) => ({
      receiptNo: c.receiptNo,
      caseNo: c.caseNo,
      itemName: c.itemName,
      state: c.state,
      atMs: c.submittedMs,
      applicant: { name: '张伟民', number: '410403********1230', phone: '138****1234', enterprise: null },
      answers: Array.from({ length: 14 }, (_, n) => ({
        label: `经营范围第 ${n + 1} 项`,
        value: '日用百货销售',
      })),
      delivery: '张伟民 138****1234 平顶山市卫东区示例路 1 号',
      materials: [{ title: '身份证复印件', pages: 2, reuse: true }],
    })),
    bookings: bookings().map(({ no, matter, day, minute, state }) => ({
      no,
      matter,
      day,
      minute,
      state,
      name: '张伟民',
      phone: '138****1234',
    })),
    addresses: erased ? [] : addresses,
    petitions: petitions(),
    messages: messages().map(({ event, no, title, note, atMs }) => ({ event, no, title, note, atMs })),
    drafts: some([
      {
        title: { zh: '居住证申领', en: 'Residence permit' },
        savedMs: AT,
        place: { zh: '自助服务区 1 号机', en: 'Self-service 1' },
        answers: [{ label: '现居住地址', value: '平顶山市卫东区示例路 1 号' }],
      },
    ]),
    prints: some([{ typeCode: 'idCard', purpose: 'bank', day: '2026-11-20', no: 2 }]),
    more: wishes.long,
  });

  /** Of the person: refused as the service does. */
  const own = <T>(name: string, answer: () => T) => {
    const code =
      wishes.refuse[name] ?? (proven() ? (wishes.offline ? 'hub.unreachable' : null) : 'auth.required');
    return code === null ? ok(answer()) : refused(code);
  };
  return {
    overview: async () => {
      const counts = {
        unread: messages().filter((m) => m.readMs === null).length,
        openCases: isEmpty() ? 0 : 3,
        askedCases: isEmpty() ? 0 : 1,
        bookings: isEmpty() ? 0 : 1,
        addresses: addresses.length,
        petitions: petitions().length,
      };
      return ok({
        live: !wishes.offline,
        counts: proven() && !wishes.offline ? counts : null,
        draft,
        wanted,
      });
    },
    want: async (input: { place: MePlace | null }) => {
      wanted = input.place;
      return ok(null);
    },
    messages: async () => own('messages', () => ({ rows: messages(), next: null, unread: 3 })),
    readMessage: async ({ id }: { id: string }) => {
      read.add(id);
      return ok(null);
    },
    cases: async ({ after }: { after?: string }) =>
      own('cases', () => ({
        rows: after === undefined ? cases() : cases().slice(0, 1),
        next: after === undefined && !isEmpty() ? 'older' : null,
      })),
    bookings: async () => own('bookings', () => ({ asOfMs: AT, rows: bookings() })),
    addresses: async () => own('addresses', () => ({ rows: addresses, full: false })),
    addressForm: async ({ id }: { id: string | null }) => {
      const known = addresses.find((a) => a.id === id);
      const value = (of: 'recipient' | 'phone' | 'address' | 'postcode') => known?.[of] ?? '';
      return ok({
        id: id ?? idOf(addresses.length + 7),
        fields: [
          { ...field('recipient', 'text', '收件人', 50), value: known?.recipient ?? '张伟民' },
          { ...field('phone', 'phone', '收件人手机号码', 11), value: value('phone') },
          { ...field('address', 'longText', '收件地址', 200), value: value('address') },
          { ...field('postcode', 'postcode', '邮政编码', 6), value: value('postcode') },
        ],
      });
    },
    putAddress: async ({
      id,
      values,
      first,
    }: {
      id: string;
      values: Record<string, string>;
      first: boolean;
    }) =>
      own('putAddress', () => {
        if ((values.postcode ?? '').length < 6)
          return { kept: false, faults: { postcode: { code: 'postcode', limit: null } } };
        const put = { id, first, ...values } as CitizenAddress;
        addresses = [put, ...addresses.filter((a) => a.id !== id)];
        return { kept: true, rows: addresses };
      }),
    removeAddress: async ({ id }: { id: string }) =>
      own('removeAddress', () => {
        addresses = addresses.filter((a) => a.id !== id);
        return addresses;
      }),
    petitionForm: async () =>
      ok({
        text: field('text', 'longText', '内容', 500),
        phone: { ...field('phone', 'phone', '手机号码', 11), required: false },
        windows: Array.from({ length: 17 }, (_, n) => ({
          id: `w${n + 1}`,
          no: String(n + 1),
          zh: n === 0 ? '企业开办' : '社会保险登记',
          en: n === 0 ? 'Company registration' : 'Social insurance registration',
        })),
      }),
    keepDraft: async (input: { draft: PetitionDraft | null }) => {
      draft = input.draft;
      return ok(null);
    },
    file: async (input: { draft: PetitionDraft }) => {
      if (wishes.refuse.file !== undefined) return refused(wishes.refuse.file);
      if (!proven() && input.draft.wantsAnswer && input.draft.phone === '')
        return ok({ kept: false, faults: { phone: { code: 'required', limit: null } } });
      draft = null;
      return ok({ kept: true, filed: { no: 'ZX1124-7K3M-Q2XD', live: !wishes.offline } });
    },
    print: async () => (wishes.refuse.print === undefined ? ok(null) : refused(wishes.refuse.print)),
    petitions: async () => own('petitions', () => ({ rows: petitions(), next: null })),
    data: async () => own('data', data),
    erase: async () =>
      own('erase', () => {
        erased = true;
        addresses = [];
        return {
          deleted: { applications: 1, bookings: 3, addresses: 2, petitions: 1, messages: 7 },
          kept: [
            { what: 'application', no: 'KIOSK01-1000000', why: 'open', untilMs: null },
            { what: 'application', no: 'KIOSK01-1000003', why: 'retention', untilMs: AT + 730 * 24 * HOUR },
            { what: 'application', no: 'KIOSK01-1000004', why: 'held', untilMs: null },
            { what: 'booking', no: 'YY1126-7K3M-Q2XD', why: 'open', untilMs: null },
            { what: 'petition', no: 'ZX1121-7K3M-Q2XD', why: 'open', untilMs: null },
          ],
          keptCount: 5,
        };
      }),
  };
}
