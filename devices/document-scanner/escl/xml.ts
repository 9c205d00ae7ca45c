import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fail, ok, type Result } from '../../../contracts/result.ts';

/** Longest document that a scanner may send, bytes; real capabilities have 5–30 kB. */
export const MOST_XML_BYTES = 256_000;
const MOST_DEPTH = 32;
const TEXT = '#text';

/** An element by its local name: scanners differ in prefixes and namespaces. */
export interface XmlElement {
  name: string;
  text: string;
  children: readonly XmlElement[];
}

type Ordered = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: MOST_DEPTH,
});

/** The root element. `device.garbled` for what is too long, no UTF-8, not well-formed, or has a DOCTYPE (entities). */
export function parseXml(bytes: Uint8Array): Result<XmlElement> {
  if (bytes.length > MOST_XML_BYTES) return garbled('XML: too long');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) return garbled('XML: DOCTYPE');
    const valid = XMLValidator.validate(text);
    if (valid !== true) return garbled(`XML: ${valid.err.code} in line ${valid.err.line}`);
    const [root, ...others] = elementsOf(parser.parse(text) as Ordered[]);
    return root === undefined || others.length > 0 ? garbled('XML: no single root') : ok(root);
  } catch {
    return garbled('XML: cannot be read');
  }
}

const garbled = (detail: string) => fail('device.garbled', detail);

function elementsOf(nodes: readonly Ordered[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const [name] = Object.keys(node);
    const inside = name === undefined ? undefined : node[name];
    if (name === undefined || name === TEXT || !Array.isArray(inside)) return [];
    const text = inside.map((one: Ordered) => one[TEXT] ?? '').join('');
    return [{ name, text: text.trim(), children: elementsOf(inside) }];
  });
}

/** All elements with this local name, at any depth, in order. */
export const findAll = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);

/** The first of them. */
export const find = (element: XmlElement, name: string): XmlElement | null =>
  findAll(element, name)[0] ?? null;

export const texts = (element: XmlElement, name: string): string[] =>
  findAll(element, name).map((one) => one.text);

/** Text of the first element of this name; null when there is none or it is empty. */
export const textOf = (element: XmlElement, name: string): string | null => find(element, name)?.text || null;

/** A whole number that is not negative, or null. */
export function numberOf(element: XmlElement, name: string): number | null {
  const text = textOf(element, name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
