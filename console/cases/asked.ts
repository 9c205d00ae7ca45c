import type { AskedMaterial } from '../../contracts/hub/applications-api.ts';
import type { ApplicationForm } from '../../contracts/hub/cases-api.ts';
import { SEALED_CODE } from '../../contracts/seal.ts';

/** The application's own materials, and the seal that was left for afterwards. `sealed`: its title, for the citizen. */
export function askable(
  form: Pick<ApplicationForm, 'materials' | 'seal'> | null,
  sealed: string,
): { id: string; code: string; title: string }[] {
  if (form === null) return [];
  const isOpen = form.seal?.state === 'later';
  return [...form.materials, ...(isOpen ? [{ id: SEALED_CODE, code: SEALED_CODE, title: sealed }] : [])];
}

/** What a clerk asks for: chosen ones of the application's own materials, and others, one a line, each once. */
export function askedFrom(
  named: readonly { id: string; code: string; title: string }[],
  chosen: readonly string[],
  other: string,
): AskedMaterial[] {
  const own = named.filter((m) => chosen.includes(m.id)).map(({ code, title }) => ({ code, title }));
  const titles = [...new Set(other.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  const all = [...own, ...titles.map((title, i) => ({ code: `other-${i + 1}`, title }))];
  return all.filter((m, i) => all.findIndex((n) => n.code === m.code) === i);
}
