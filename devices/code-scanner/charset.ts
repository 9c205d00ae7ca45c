const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const GB18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * Text of a code: UTF-8 where the bytes are valid UTF-8, then GB18030, else null. Chinese codes carry either and rarely
 * say which; GB 18030 text is very seldom valid UTF-8 by chance. A byte-order mark is taken away.
 */
export function textOf(bytes: Uint8Array): string | null {
  for (const decoder of [UTF8, GB18030]) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not in this charset.
    }
  }
  return null;
}
