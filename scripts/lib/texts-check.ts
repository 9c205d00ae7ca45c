/** What is wrong with a set of locale files, as lines for people. Pure: files and code come as text. */
export type Tree = { [key: string]: string | Tree };

/** One part of the product: its locale files (`zh-CN` is the one that the types come from) and the code that uses them. */
export interface App {
  name: string;
  locales: Readonly<Record<string, Tree>>;
  code: string;
  /** Prefixes of keys whose last part comes from outside the code, such as a name that the hub sends. */
  dynamic: readonly string[];
}

/** Every text by its dotted key. A key may hold dots of its own. */
export function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(prefix + key, value);
    else for (const [k, v] of flatten(value, `${prefix}${key}.`)) texts.set(k, v);
  }
  return texts;
}

const placeholders = (text: string): string =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((m) => m[1]))].sort().join(', ');

/** The languages of one file against the first one: same keys, same placeholders, nothing empty. */
export function checkLanguages({ name, locales }: Pick<App, 'name' | 'locales'>): string[] {
  const all = Object.entries(locales).map(([locale, tree]) => ({ locale, texts: flatten(tree) }));
  const [first, ...others] = all;
  if (first === undefined) return [`${name}: no language`];
  const lines: string[] = [];
  for (const { locale, texts } of all)
    for (const [key, text] of texts) if (text.trim() === '') lines.push(`${locale}/${name}: ${key} is empty`);
  for (const { locale, texts } of others) {
    for (const [key, text] of first.texts) {
      const other = texts.get(key);
      if (other === undefined) lines.push(`${locale}/${name}: ${key} is missing`);
      else if (placeholders(text) !== placeholders(other))
        lines.push(
          `${locale}/${name}: ${key} has {{${placeholders(other)}}}, ${first.locale} has {{${placeholders(text)}}}`,
        );
    }
    for (const key of texts.keys())
      if (!first.texts.has(key)) lines.push(`${first.locale}/${name}: ${key} is missing`);
  }
  return lines;
}

/** Code against the first language: what `t('…')` names is there, and what is there is named somewhere. */
export function checkUse({ name, locales, code, dynamic }: App): string[] {
  const keys = flatten(Object.values(locales)[0] ?? {});
  const called = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1] ?? '');
  const named = new Set([...code.matchAll(/'([\w-]+(?:\.[\w-]+)*)'/g)].map((m) => m[1] ?? ''));
  const prefixes = [...code.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map((m) => m[1] ?? '');
  const known = [...prefixes, ...dynamic];
  return [
    ...[...new Set(called)].filter((k) => !keys.has(k)).map((k) => `${name}: no text for t('${k}')`),
    ...dynamic
      .filter((p) => ![...keys.keys()].some((k) => k.startsWith(p)))
      .map((p) => `${name}: no text begins with ${p}, which is declared as dynamic`),
    ...[...keys.keys()]
      .filter((k) => !named.has(k) && !known.some((p) => k.startsWith(p)))
      .map((k) => `${name}: ${k} is not used`),
  ];
}

/** Every error code has a sentence for the citizen and one for the staff, and no sentence is without a code. */
export function checkErrors(locales: App['locales'], codes: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [locale, tree] of Object.entries(locales)) {
    for (const code of codes)
      for (const reader of ['citizen', 'staff']) {
        const texts = tree[code];
        if (typeof texts !== 'object' || typeof texts[reader] !== 'string')
          lines.push(`${locale}/errors.json: ${code} has no text for ${reader}`);
      }
    for (const code of Object.keys(tree))
      if (!codes.includes(code))
        lines.push(`${locale}/errors.json: ${code} is no code of contracts/errors.ts`);
  }
  return lines;
}
