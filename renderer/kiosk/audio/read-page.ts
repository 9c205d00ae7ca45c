import type { Control, ControlRole } from './control.ts';

/** What is told of the screen, read from its accessible structure. */

const CONTROLS = 'button, a[href], input, textarea, select, [role="button"], [role="switch"]';
/** A typing aid: its keys are told as they are pressed, not as text of the page. */
const ASIDES = '.keyboard, .digits__pad, nav, [aria-hidden="true"], [hidden], h1, svg, video, canvas';
const BLOCKS = 'p, li, dt, dd, h2, h3, h4, legend, td, th, figcaption, blockquote, section, div, article';

/** The control that has the focus, as far as it is one; null: something else, such as a heading. */
export function readControl(e: Element): Control | null {
  if (!e.matches(CONTROLS)) return null;
  const role = roleOf(e);
  const input = e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement ? e : null;
  const isSecret = input instanceof HTMLInputElement && input.type === 'password';
  return {
    role,
    name: nameOf(e),
    value: role === 'field' && input !== null && !isSecret ? input.value : null,
    isChosen: chosenOf(e),
    isExpanded: stateOf(e, 'aria-expanded'),
    isUnavailable: e.matches(':disabled, [aria-disabled="true"]'),
    position: role === 'option' ? positionOf(e) : null,
  };
}

function roleOf(e: Element): ControlRole {
  if (e.getAttribute('role') === 'switch' || e.closest('.switch') !== null) return 'switch';
  if (e instanceof HTMLInputElement && e.type === 'checkbox') return 'tick';
  if (e instanceof HTMLInputElement && e.type === 'radio') return 'option';
  if (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement) return 'field';
  return e.matches('a') ? 'link' : 'button';
}

function chosenOf(e: Element): boolean | null {
  if (e instanceof HTMLInputElement && (e.type === 'checkbox' || e.type === 'radio')) return e.checked;
  return stateOf(e, 'aria-pressed') ?? stateOf(e, 'aria-checked') ?? stateOf(e, 'aria-selected');
}

function stateOf(e: Element, attribute: string): boolean | null {
  const value = e.getAttribute(attribute);
  return value === null ? null : value === 'true';
}

function positionOf(e: Element): Control['position'] {
  if (!(e instanceof HTMLInputElement) || e.name === '') return null;
  const all = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
    (other) => other.name === e.name,
  );
  return all.length < 2 ? null : { n: all.indexOf(e) + 1, of: all.length };
}

/** What names a control on the screen: its label, or the words in it, a line for each of its parts. */
function nameOf(e: Element): string {
  const label = e.getAttribute('aria-label');
  if (label !== null) return label;
  const labelled = e.getAttribute('aria-labelledby');
  if (labelled !== null)
    return labelled
      .split(' ')
      .map((id) => textOf(document.getElementById(id)))
      .join(' ');
  if (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement) {
    const own = e.labels?.[0];
    return textOf([...(own?.querySelectorAll('span') ?? [])].find((s) => textOf(s) !== '') ?? own);
  }
  const parts = [...e.children].map(textOf).filter((text) => text !== '');
  return parts.length > 1 ? parts.join('\n') : textOf(e);
}

/** Seen words of an element, without what is hidden from screen readers. */
export function textOf(e: Element | null | undefined): string {
  if (e == null || e.matches('[aria-hidden="true"], [hidden], svg')) return '';
  let text = '';
  for (const node of e.childNodes) {
    if (node instanceof Text) text += node.data;
    else if (node instanceof Element) text += textOf(node);
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The words of a page beside its heading and its controls, in their order. */
export function blocksOf(root: Element): string[] {
  const blocks: { of: Element; text: string }[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    if (node.matches(CONTROLS) || node.matches(ASIDES)) return NodeFilter.FILTER_REJECT;
    if (node.matches('label') && node.querySelector('input, textarea') !== null)
      return NodeFilter.FILTER_REJECT;
    return node.checkVisibility() ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_REJECT;
  });
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.data.trim() === '') continue;
    const of = node.parentElement?.closest(BLOCKS) ?? root;
    const last = blocks.at(-1);
    // What stands in elements of its own stands apart.
    if (last?.of === of) last.text += ` ${node.data}`;
    else blocks.push({ of, text: node.data });
  }
  return blocks.map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
}
