import type { Hello, Outcome } from './hub.ts';
import { type Language, textsOf, type Why } from './texts.ts';

export interface PageParts {
  root: HTMLElement;
  language: Language;
  hello: () => Promise<Outcome<Hello>>;
  send: (file: File, onProgress: (share: number) => void) => Promise<Outcome<{ free: number }>>;
}

interface Row {
  file: File;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** 0 to 1. */
  share: number;
  why: Why | null;
  node: RowNode;
}
interface RowNode {
  item: HTMLLIElement;
  bar: HTMLProgressElement;
  says: HTMLElement;
  again: HTMLButtonElement;
}

/** How the hub has answered: null while it is asked. */
type Standing = Hello | 'over' | 'lost' | null;

/** Types that every phone can give: those with others of their own convert them for such a field. */
const PHOTO = 'image/jpeg,image/png';
const ANY = `${PHOTO},application/pdf`;

/** The whole page: says hello, takes files from the camera or the phone's store, and sends them one after the other. */
export function startPage({ root, language, hello, send }: PageParts): void {
  let t = textsOf(language);
  let lang = language;
  let standing: Standing = null;
  let isSending = false;
  const rows: Row[] = [];

  const title = make('h1');
  const other = make('button', 'plain');
  const says = make('p');
  const left = make('p', 'quiet');
  const retry = make('button', 'plain');
  const photo = picker(PHOTO, true);
  const choose = picker(ANY, false);
  const rules = make('p', 'quiet');
  const list = make('ul');
  says.setAttribute('role', 'status');
  const head = make('header');
  head.append(title, other);
  const pickers = make('div', 'pickers');
  pickers.append(photo.label, choose.label);
  root.replaceChildren(head, says, left, retry, pickers, rules, list);

  other.onclick = () => {
    lang = lang === 'en' ? 'zh-CN' : 'en';
    t = textsOf(lang);
    draw();
  };
  retry.onclick = () => void greet();
  for (const { input } of [photo, choose])
    input.onchange = () => {
      for (const file of input.files ?? []) rows.push(newRow(file));
      input.value = '';
      draw();
      void sendNext();
    };
  // The phone was away, in the camera or in another page: the time may be up.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !isSending) void greet();
  });
  draw();
  void greet();

  function newRow(file: File): Row {
    const node = {
      item: make('li'),
      bar: make('progress'),
      says: make('span', 'says'),
      again: make('button', 'plain'),
    };
    const name = make('span', 'name');
    name.textContent = file.name;
    node.bar.max = 1;
    node.says.setAttribute('role', 'status');
    node.item.append(name, node.bar, node.says, node.again);
    list.append(node.item);
    const row: Row = { file, state: 'waiting', share: 0, why: null, node };
    node.bar.setAttribute('aria-label', file.name);
    node.again.onclick = () => {
      row.state = 'waiting';
      row.why = null;
      draw();
      void sendNext();
    };
    return row;
  }

  async function greet(): Promise<void> {
    const answer = await hello();
    standing = answer.ok ? answer.value : answer.why === 'over' ? 'over' : 'lost';
    draw();
  }

  async function sendNext(): Promise<void> {
    const row = rows.find((r) => r.state === 'waiting');
    if (isSending || row === undefined) return;
    isSending = true;
    row.state = 'sending';
    row.share = 0;
    draw();
    const answer = await send(row.file, (share) => {
      row.share = share;
      drawRow(row);
    });
    isSending = false;
    row.state = answer.ok ? 'sent' : 'failed';
    row.why = answer.ok ? null : answer.why;
    if (answer.ok && isOpen(standing)) standing = { ...standing, free: answer.value.free };
    else if (row.why === 'over') standing = 'over';
    draw();
    void sendNext();
  }

  function draw(): void {
    document.documentElement.lang = lang;
    document.title = t('title');
    title.textContent = t('title');
    other.textContent = t('language');
    other.lang = lang === 'en' ? 'zh-CN' : 'en';
    photo.text.textContent = t('photo');
    choose.text.textContent = t('choose');
    rules.textContent = t('rules');
    list.setAttribute('aria-label', t('files'));
    list.hidden = rows.length === 0;
    const isFull = isOpen(standing) && standing.free === 0;
    says.textContent =
      standing === null ? t('wait') : isOpen(standing) ? (isFull ? t('full') : t('ready')) : t(standing);
    says.className = standing === null || (isOpen(standing) && !isFull) ? '' : 'wrong';
    left.textContent = isOpen(standing)
      ? t('left', { n: standing.free, minutes: Math.max(1, Math.ceil(standing.leftMs / 60_000)) })
      : '';
    left.hidden = !isOpen(standing) || isFull;
    retry.textContent = t('reload');
    retry.hidden = standing !== 'lost' && !isFull;
    pickers.hidden = !isOpen(standing) || isFull;
    for (const row of rows) drawRow(row);
  }

  function drawRow({ state, share, why, node, file }: Row): void {
    node.item.dataset.state = state;
    node.bar.hidden = state !== 'sending';
    node.bar.value = share;
    const percent = Math.floor(share * 100);
    node.says.textContent =
      state === 'failed'
        ? t(`failed.${why ?? 'busy'}`)
        : state === 'sending'
          ? percent < 100
            ? t('sending', { percent })
            : t('checking')
          : t(state);
    node.again.textContent = t('again');
    node.again.setAttribute('aria-label', t('againOne', { name: file.name }));
    node.again.hidden = state !== 'failed' || !mayHelp(why);
  }
}

const isOpen = (standing: Standing): standing is Hello => typeof standing === 'object' && standing !== null;

/** The same file again would be refused again. */
const mayHelp = (why: Row['why']): boolean => why === 'lost' || why === 'busy' || why === 'full';

function make<K extends keyof HTMLElementTagNameMap>(name: K, className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  if (element instanceof HTMLButtonElement) element.type = 'button';
  return element;
}

/** A field of files within its label, which is what is seen. */
function picker(accept: string, isCamera: boolean) {
  const label = make('label', isCamera ? 'picker main' : 'picker');
  const input = make('input');
  const text = make('span');
  input.type = 'file';
  input.accept = accept;
  if (isCamera) input.setAttribute('capture', 'environment');
  else input.multiple = true;
  label.append(input, text);
  return { label, input, text };
}
