/** Without look-alikes (0 O 1 l I), so that it can be read out on the telephone. */
const KINDS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=#'] as const;
const EVERY = KINDS.join('');
const LENGTH = 14;

/** A password of every kind of character. `random(n)` gives n uniform 32-bit numbers. */
export function makePassword(random: (n: number) => Uint32Array): string {
  const numbers = random(2 * LENGTH);
  const at = (text: string, n: number): string => text.charAt(n % text.length);
  const chars = Array.from({ length: LENGTH }, (_, i) => at(KINDS[i] ?? EVERY, numbers[i] ?? 0));
  for (let i = LENGTH - 1; i > 0; i -= 1) {
    const j = (numbers[LENGTH + i] ?? 0) % (i + 1);
    [chars[i], chars[j]] = [chars[j] ?? '', chars[i] ?? ''];
  }
  return chars.join('');
}
