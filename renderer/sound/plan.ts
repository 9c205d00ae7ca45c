import type { Locale } from '../../contracts/primitives.ts';
import { type Piece, piecesOf, unitWords } from './spoken.ts';

/** What is played after one another: a recording, or a text that has to be made first. */
export type Segment = { url: string } | { text: string };

/** What there is to say a text with. */
export interface Means {
  /** The recording of a text, word for word; null: there is none. */
  recording: (text: string, locale: Locale) => string | null;
  unit: (id: string, locale: Locale) => string | null;
  /** Speech can be made for what is not recorded. */
  live: boolean;
}

/** Longest text that is made in one go, characters: the first sentence is heard while no other is made yet. */
export const LONGEST: Readonly<Record<Locale, number>> = { 'zh-CN': 50, en: 120 };

/**
 * How a text is said, line by line: as it is recorded; else its sentences one by one, with recorded numbers between recorded words where
 * that makes the whole sentence, and else made on the spot. Where nothing can be made, what is not recorded stays unsaid.
 */
export function planSpeech(text: string, locale: Locale, means: Means): Segment[] {
  return text.split('\n').flatMap((line) => {
    const whole = means.recording(line.trim(), locale);
    if (whole !== null) return [{ url: whole }];
    return sentencesOf(line, LONGEST[locale]).flatMap((sentence) => planSentence(sentence, locale, means));
  });
}

function planSentence(sentence: string, locale: Locale, means: Means): Segment[] {
  const pieces = piecesOf(sentence, locale);
  const recorded = pieces.map((piece) => recordedOf(piece, locale, means));
  if (!means.live || recorded.every((urls) => urls !== null))
    return recorded.flatMap((urls) => (urls ?? []).map((url) => ({ url })));
  const segments: Segment[] = [];
  let spoken = '';
  const flush = () => {
    if (/[\p{L}\p{N}]/u.test(spoken)) segments.push({ text: spoken.trim() });
    spoken = '';
  };
  pieces.forEach((piece, i) => {
    const urls = recorded[i] ?? null;
    // A Chinese voice reads Latin letters as pinyin: codes are spelled by recordings.
    if ('units' in piece && piece.spelled && urls !== null) {
      flush();
      for (const url of urls) segments.push({ url });
    } else if ('units' in piece) spoken += ` ${unitWords(piece.units, locale)} `;
    else spoken += piece.words;
  });
  flush();
  return segments;
}

/** null: not all of it is recorded. What is not spoken at all, such as a stop, is recorded as nothing. */
function recordedOf(piece: Piece, locale: Locale, means: Means): string[] | null {
  if ('units' in piece) {
    const urls = piece.units.map((id) => means.unit(id, locale));
    return urls.every((url) => url !== null) ? urls : null;
  }
  const exact = means.recording(piece.words.trim(), locale);
  if (exact !== null) return [exact];
  const whole = bare(piece.words);
  const url = whole === '' ? null : means.recording(whole, locale);
  if (url !== null) return [url];
  const parts = whole.split(/[，：、,:（）()]/).map(bare);
  const urls = parts.filter((part) => part !== '').map((part) => means.recording(part, locale));
  return urls.every((u) => u !== null) ? urls : null;
}

/** Without what separates it from what stands beside it. */
const bare = (words: string): string => words.replaceAll(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');

/** Sentences, and parts of those that are longer than a voice is asked for at once. */
export function sentencesOf(text: string, longest: number): string[] {
  const sentences = text.match(/[^。！？；!?;]+[。！？；!?;]*/g) ?? [];
  return sentences
    .flatMap((s) => (s.length <= longest ? [s] : joined(s.match(/[^，、,]+[，、,]*/g) ?? [], longest)))
    .flatMap((s) => cut(s, longest * 2))
    .map((s) => s.trim())
    .filter((s) => /[\p{L}\p{N}*]/u.test(s));
}

/** Neighbours together, as long as they are no longer than that. */
function joined(parts: readonly string[], longest: number): string[] {
  const all: string[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last !== undefined && last.length + part.length <= longest) all[all.length - 1] = last + part;
    else all.push(part);
  }
  return all;
}

function cut(text: string, length: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const space = rest.lastIndexOf(' ', length);
    const at = space > 0 ? space : length;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}
