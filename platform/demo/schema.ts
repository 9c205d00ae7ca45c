import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { role } from '../../contracts/hub/console-api.ts';
import { label, shortId, terminalId } from '../../contracts/primitives.ts';
import { tagSet } from '../../contracts/rating.ts';
import { text2 } from '../../contracts/reference.ts';
import { productRoot } from '../paths.ts';

const picture = z.string().regex(/^(staff|slides)\/[a-z0-9-]+\.(svg|png|jpg|webp)$/);
const longText = z.object({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });

const place = z.object({ id: shortId, no: z.string().max(20), department: shortId, zh: label, en: label });

/** `assets/demo/hall.json`: a hall with invented people, for a first look at the product. */
export const demoHall = z.strictObject({
  hall: z.object({ name: text2, phone: z.string().max(40) }),
  departments: z.array(z.object({ id: shortId, zh: label, en: label })),
  windows: z.array(place),
  /** Where the kiosk stands; nobody serves there. */
  kioskPlace: place,
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

/** The window where the demonstration's own pad stands. */
export const DEMO_WINDOW = 'w03';
export const DEMO_KIOSK = 'kiosk-01';
/** The pad of a window: `pad-01` at the demonstration's window, then the others in the hall's order. */
export function terminalAt(hall: Pick<DemoHall, 'windows'>, windowId: string): string {
  const others = hall.windows.filter((w) => w.id !== DEMO_WINDOW);
  const number = windowId === DEMO_WINDOW ? 1 : others.findIndex((w) => w.id === windowId) + 2;
  return `pad-${String(number).padStart(2, '0')}`;
}

/** Who may do what in the demonstration; `npm start` prints it. Kept in `<dataDir>/demo-access.json` (0600). */
export const demoAccess = z.object({
  console: z.array(z.object({ login: z.string(), password: z.string(), role })),
  terminals: z.array(z.object({ terminalId, windowId: shortId, enrolmentCode: z.string() })),
  /** The demonstration's window first. */
  counter: z.array(z.object({ windowId: shortId, token: z.string() })),
});
export type DemoAccess = z.infer<typeof demoAccess>;

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
