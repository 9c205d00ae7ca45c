/**
 * The one redactor: what no log line may hold, whoever writes it. Lines carry codes, ids and counts by agreement;
 * this is the net below.
 */
const HIDDEN = '[hidden]';
/** Keys whose value never appears, in any spelling (`userName`, `user_name`). */
const HIDDEN_KEYS = new Set(
  [
    ...['name', 'userName', 'applicant', 'applicantName', 'staffName', 'writingEvaluation', 'text', 'body'],
    ...['phone', 'contactPhone', 'applicantPhone', 'idNumber', 'certkeyGOV', 'certificateNo', 'address'],
    ...['applicantCardNumber', 'password', 'token', 'key', 'secret', 'signature', 'authorization', 'cookie'],
    ...['nonce', 'enrolmentCode', 'connectionString', 'databaseUrl'],
  ].map(plainKey),
);
/** Resident identity numbers (GB 11643), with or without the check sign; mobile numbers. */
const PERSONAL = /(?<!\d)(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)/g;
const MAX_TEXT = 300;
const MAX_DEPTH = 5;
const MAX_ENTRIES = 50;

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** The same value without personal data and secrets; bounded in depth and size. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return value;
  if (depth >= MAX_DEPTH) return HIDDEN;
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((v) => redact(v, depth + 1));
  if (typeof value === 'object' && !ArrayBuffer.isView(value)) return redactObject(value, depth);
  return HIDDEN;
}

export const redactText = (text: string): string =>
  text
    .slice(0, 4 * MAX_TEXT)
    .replaceAll(PERSONAL, HIDDEN)
    .slice(0, MAX_TEXT);

export function redactObject(value: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([key, v]) => [redactText(key), HIDDEN_KEYS.has(plainKey(key)) ? HIDDEN : redact(v, depth + 1)]),
  );
}

/** Where it happened, not what it says: messages of libraries quote values. */
function redactError(e: Error, depth: number): Record<string, unknown> {
  const { code } = e as { code?: unknown };
  const frames = (e.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: e.name,
    ...(typeof code === 'string' ? { code: redactText(code) } : {}),
    stack: frames.slice(0, 12).map((line) => line.trim().slice(0, MAX_TEXT)),
    ...(e.cause === undefined ? {} : { cause: redact(e.cause, depth + 1) }),
  };
}
