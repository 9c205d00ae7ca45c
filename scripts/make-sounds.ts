/**
 * Makes the chime, the spoken prompts and the words that the kiosk reads aloud, MP3 files under `assets/sounds/`:
 * `node scripts/make-sounds.ts`. What is recorded already, of the same text, stays (`--all` makes everything anew). Needs espeak-ng, sox and lame (Debian: `apt-get install espeak-ng sox lame`). A hall may replace any file by a
 * recording of its own: the name says which prompt and language it is.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spokenPinyin } from '../terminal/speech/pinyin.ts';
import { type SpokenTexts, spokenTexts } from './lib/spoken-texts.ts';

const FOLDER = join(import.meta.dirname, '../assets/sounds');
const RATE = 22_050;
interface Quality {
  /** kbit/s, and samples a second. */
  rate: number;
  hertz: number;
}
const PROMPTS: Quality = { rate: 40, hertz: 22_050 };
/** They are many. */
const WORDS: Quality = { rate: 16, hertz: 16_000 };
interface Voice {
  name: string;
  /** Words a minute: slow and clear. */
  speed: number;
  /** The text as the voice wants it. */
  read: (text: string) => string;
}
/** The voice `cmn` reads Han characters by English rules where espeak-ng lacks its extended dictionary. */
const VOICES: Readonly<Record<string, Voice>> = {
  'zh-CN': { name: 'cmn-latn-pinyin', speed: 145, read: spokenPinyin },
  en: { name: 'en-us', speed: 140, read: (text) => text },
};

/** Two soft tones, a fourth apart, each fading by itself; 700 ms. Samples from −1 to 1. */
export function chime(rate: number): Float64Array {
  const seconds = 0.7;
  const samples = new Float64Array(Math.round(rate * seconds));
  for (const { hertz, from } of [
    { hertz: 659.26, from: 0 },
    { hertz: 880, from: 0.17 },
  ])
    for (let i = Math.round(from * rate); i < samples.length; i++) {
      const t = i / rate - from;
      const attack = Math.min(1, t / 0.012);
      const ring = Math.exp(-t * 6);
      const tone =
        Math.sin(2 * Math.PI * hertz * t) + 0.22 * Math.sin(4 * Math.PI * hertz * t) * Math.exp(-t * 9);
      samples[i] = (samples[i] ?? 0) + 0.42 * attack * ring * tone;
    }
  const fade = Math.round(rate * 0.06);
  for (let i = 0; i < fade; i++) {
    const at = samples.length - 1 - i;
    samples[at] = ((samples[at] ?? 0) * i) / fade;
  }
  return samples;
}

/** A mono 16-bit WAV file. */
export function wav(samples: Float64Array, rate: number): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((s, i) => {
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, s)) * 32_767), 44 + i * 2);
  });
  return file;
}

function run(command: string, args: string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  if (error !== undefined) throw new Error(`${command} cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
}

function encode(from: string, to: string, { rate, hertz }: Quality): void {
  const sample = String(hertz / 1_000);
  run('lame', ['--quiet', '-m', 'm', '--resample', sample, '-b', String(rate), '--noreplaygain', from, to]);
}

function makeSounds(scratch: string): void {
  const raw = join(scratch, 'raw.wav');
  const even = join(scratch, 'even.wav');
  writeFileSync(raw, wav(chime(RATE), RATE));
  encode(raw, join(FOLDER, 'chime.mp3'), PROMPTS);

  speakAll(textsOf('prompts.json'), {}, FOLDER, PROMPTS, raw, even);
  const units = join(FOLDER, 'units');
  speakAll(textsOf('units.json'), remade(units, textsOf('units.json')), units, WORDS, raw, even);
  // What the kiosk reads aloud, word for word as it stands on the screen; `words.json` says what each file says.
  const words = spokenTexts();
  const folder = join(FOLDER, 'words');
  speakAll(words, remade(folder, textsOf('words.json')), folder, WORDS, raw, even);
  writeFileSync(join(FOLDER, 'words.json'), `${JSON.stringify(words, null, 2)}\n`);
}

const textsOf = (file: string): SpokenTexts => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

/** What lies in the folder and need not be made again. */
function remade(folder: string, texts: SpokenTexts): SpokenTexts {
  mkdirSync(folder, { recursive: true });
  return process.argv.includes('--all') ? {} : texts;
}

/** Speaks texts into `<id>.<locale>.mp3` of a folder, but for those that were `spoken` so before. Other files of a folder
 * of words go. */
function speakAll(
  texts: SpokenTexts,
  spoken: SpokenTexts,
  folder: string,
  quality: Quality,
  raw: string,
  even: string,
): void {
  const files = new Set<string>();
  for (const [id, byLocale] of Object.entries(texts))
    for (const [locale, text] of Object.entries(byLocale) as [keyof typeof byLocale, string][]) {
      const file = `${id}.${locale}.mp3`;
      files.add(file);
      if (spoken[id]?.[locale] === text && existsSync(join(folder, file))) continue;
      const voice = VOICES[locale];
      if (voice === undefined) throw new Error(`no voice for ${locale}`);
      run('espeak-ng', ['-v', voice.name, '-s', String(voice.speed), '-w', raw, voice.read(text)]);
      // The silence at both ends off, quiet syllables lifted, the loudest sample at −3 dB.
      const trim = ['silence', '1', '0.02', '0.4%', 'reverse', 'silence', '1', '0.02', '0.4%', 'reverse'];
      const level = [
        'compand',
        '0.02,0.2',
        '6:-60,-50,-30,-18,-10,-8,0,-4',
        'pad',
        '0.05',
        '0.15',
        'gain',
        '-n',
        '-3',
      ];
      run('sox', ['-R', raw, '-r', String(RATE), even, ...trim, ...level]);
      encode(even, join(folder, file), quality);
    }
  if (folder === FOLDER) return;
  for (const file of readdirSync(folder)) if (!files.has(file)) rmSync(join(folder, file));
}

if (import.meta.main) {
  const scratch = mkdtempSync(join(tmpdir(), 'make-sounds-'));
  try {
    makeSounds(scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
