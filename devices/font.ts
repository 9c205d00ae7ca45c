import { createRequire } from 'node:module';

/** The font of printed things: Noto Sans SC (思源黑体), SIL Open Font License 1.1, with rare characters of names. */
export const FONT_NAME = 'Noto Sans SC';
const FILE = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

/** Path of its TrueType file (10 MB): load it only when something is to be drawn. */
export const fontPath = (): string => createRequire(import.meta.url).resolve(FILE);
