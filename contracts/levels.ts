/**
 * Levels and sizes of a rating (评价), free of imports: the pad's first load carries them without the schemas.
 * Levels of 国办发〔2019〕51号: 5 非常满意 · 4 满意 · 3 基本满意 · 2 不满意 · 1 非常不满意.
 */
export type Level = 5 | 4 | 3 | 2 | 1;
/** The one order in which levels are ever shown. */
export const LEVELS: readonly Level[] = [5, 4, 3, 2, 1];
/** 1 and 2 are negative (差评). */
export const isNegative = (l: Level): boolean => l <= 2;

/** Longest free text, in characters (code points), by the national rule. */
export const MAX_TEXT = 150;
/** Length of a text as the national rule counts it: in code points. */
export const codePoints = (s: string): number => [...s].length;

/** Level that a tag belongs to, by its national code. */
export const tagLevel = (code: string): number => Number(code.charAt(0));
