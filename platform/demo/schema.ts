import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { label, shortId } from '../../contracts/primitives.ts';
import { tagSet } from '../../contracts/rating.ts';
import { text2 } from '../../contracts/reference.ts';
import { productRoot } from '../paths.ts';

const picture = z.string().regex(/^(staff|slides)\/[a-z0-9-]+\.(svg|png|jpg|webp)$/);
const longText = z.object({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });

/** `assets/demo/hall.json`: a hall with invented people, for a first look at the product. */
export const demoHall = z.strictObject({
  hall: z.object({ name: text2, phone: z.string().max(40) }),
  departments: z.array(z.object({ id: shortId, zh: label, en: label })),
  windows: z.array(
    z.object({ id: shortId, no: z.string().max(20), department: shortId, zh: label, en: label }),
  ),
  staff: z.array(
    z.object({
      id: shortId,
      no: shortId,
      name: label,
      female: z.boolean(),
      title: text2,
      stars: z.number().int().min(0).max(5),
      department: shortId,
      windows: z.array(shortId),
      photo: picture,
    }),
  ),
  items: z.array(z.object({ code: shortId, department: shortId, zh: label, en: label })),
  slides: z.array(z.object({ id: shortId, title: text2, image: picture, seconds: z.number().int() })),
  notices: z.array(z.object({ id: shortId, title: text2, body: longText })),
});
export type DemoHall = z.infer<typeof demoHall>;

const folder = (): string => join(productRoot(), 'assets');

export const loadDemoHall = (): DemoHall =>
  demoHall.parse(JSON.parse(readFileSync(join(folder(), 'demo', 'hall.json'), 'utf8')));
export const loadNationalTags = () =>
  tagSet.parse(JSON.parse(readFileSync(join(folder(), 'tags', 'national.json'), 'utf8')));
export const readPicture = (path: string): Buffer => readFileSync(join(folder(), 'demo', path));

const TYPES: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};
export const pictureType = (path: string): string => TYPES[path.split('.').at(-1) ?? ''] ?? 'image/png';
