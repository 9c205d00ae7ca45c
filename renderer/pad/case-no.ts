/** Longest case number (办件编号), in characters. */
export const MAX_CASE_NO = 40;

/** What was typed or pasted, as a case number is written: capitals, digits, hyphens; a hyphen never first. */
export const fitCaseNo = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9-]/g, '')
    .replace(/^-+/, '')
    .slice(0, MAX_CASE_NO);
