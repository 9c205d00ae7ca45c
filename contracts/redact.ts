/**
 * The one redactor: what no log line and no diagnostics bundle may hold, whoever writes it. Lines carry codes, ids and
 * counts by agreement; this is the net below.
 */
const HIDDEN = '[hidden]';
/** Keys whose value never appears, in any spelling (`userName`, `user_name`). */
const HIDDEN_KEYS = new Set(
  [
    ...['name', 'userName', 'applicant', 'applicantName', 'staffName', 'writingEvaluation', 'text', 'body'],
    ...['phone', 'contactPhone', 'applicantPhone', 'idNumber', 'certkeyGOV', 'certificateNo', 'address'],
    ...['applicantCardNumber', 'password', 'token', 'key', 'secret', 'signature', 'authorization', 'cookie'],
    ...[
      'nonce',
      'enrolmentCode',
      'connectionString',
      'databaseUrl',
      'pin',
      'staffPin',
      'staffBadges',
      'badge',
    ],
  ].map(plainKey),
);
/**
 * Resident identity numbers (GB 11643) of either length; foreigners' card numbers of 2017 (three letters, twelve
 * digits); travel permits of 港澳台 residents; mobile numbers.
 */
const PERSONAL =
  /(?<!\d)(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)|[A-Z]{3}\d{12}(?!\d)|(?<![A-Z])[HM]\d{8}(\d\d)?(?!\d)/g;
/** Secrets by their shape: bearer tokens, what stands behind `token=`, a password in an address, salted hashes. */
const SECRET =
  /(?<=\bBearer )\S+|(?<=\b(?:token|password)=)[^\s&"]+|(?<=:\/\/)[^\s/@"]+(?=@)|scrypt\$[0-9a-f$]+/gi;
const MAX_TEXT = 300;
const MAX_DEPTH = 5;
const MAX_ENTRIES = 50;

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** The same value without personal data and secrets; bounded in depth and size. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return isPersonalNumber(value) ? HIDDEN : value;
  if (typeof value === 'boolean' || value == null) return value;
  if (depth >= MAX_DEPTH) return HIDDEN;
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((v) => redact(v, depth + 1));
  if (typeof value === 'object' && !ArrayBuffer.isView(value)) return redactObject(value, depth);
  return HIDDEN;
}

/** An identity or mobile number that somebody wrote as a number: 11, 15 or 18 digits. Times in ms have 13. */
const isPersonalNumber = (n: number): boolean => Number.isInteger(n) && String(n).search(PERSONAL) === 0;

export const redactText = (text: string): string =>
  hidePersonal(text.slice(0, 4 * MAX_TEXT)).slice(0, MAX_TEXT);

/** The text with every personal number and secret in it replaced, however long it is. */
export const hidePersonal = (text: string): string =>
  text.replaceAll(SECRET, HIDDEN).replaceAll(PERSONAL, HIDDEN);

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
