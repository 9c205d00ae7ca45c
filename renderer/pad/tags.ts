import { type Level, tagLevel } from '../../contracts/levels.ts';
import type { TagSet } from '../../contracts/rating.ts';

export type Tag = TagSet['tags'][number];

/** Tags of a level that show at once; the rest stand behind 更多. By the national rule. */
export const FIRST_TAGS = 3;

/** Tags of one level in the set's own order. */
export const tagsOf = (set: TagSet, level: Level): Tag[] =>
  set.tags.filter((t) => tagLevel(t.code) === level);

/** What the saved page shows at once, and what only the page behind 更多 has. */
export const splitTags = (tags: readonly Tag[]): { first: readonly Tag[]; rest: readonly Tag[] } => ({
  first: tags.slice(0, FIRST_TAGS),
  rest: tags.slice(FIRST_TAGS),
});

/** Chosen codes with one switched over, in the order of the set. */
export function toggled(tags: readonly Tag[], chosen: readonly string[], code: string): string[] {
  const on = new Set(chosen);
  if (!on.delete(code)) on.add(code);
  return tags.filter((t) => on.has(t.code)).map((t) => t.code);
}
