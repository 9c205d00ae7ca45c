import type { Audience } from '../../../../contracts/catalogue.ts';
import type { ServiceFilter } from '../../../../contracts/rooms/services.ts';

/** Pages of the room. Each that can be left backwards says to where. */
export type Page =
  | { at: 'entry' }
  | { at: 'search'; text: string; writing: boolean }
  | { at: 'departments' }
  | { at: 'topics'; kind: 'theme' | 'lifeEvent'; audience: Audience | null }
  /** `size`: items a page when it was left; `page` counts in it. */
  | { at: 'list'; title: string; filter: ServiceFilter; page?: number; size?: number; from: Page }
  | { at: 'guide'; code: string; section: Section; from: Page }
  | { at: 'sample'; material: number; guide: GuidePage }
  | { at: 'take'; guide: GuidePage }
  | { at: 'map' };
export type GuidePage = Extract<Page, { at: 'guide' }>;
export type ListPage = Extract<Page, { at: 'list' }>;
export type SearchPage = Extract<Page, { at: 'search' }>;

export const SECTIONS = ['facts', 'materials', 'process', 'conditions', 'place'] as const;
export type Section = (typeof SECTIONS)[number];
