import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Link } from '../client.ts';

/** The bytes of a page that the service keeps; null when they are not to be had. */
export async function fetchPage(
  link: Link<KioskStatus>,
  sessionId: string,
  pageId: string,
): Promise<Blob | null> {
  const line = link.line();
  if (line === null) return null;
  const answer = await line.terminal.kiosk.page({ sessionId, pageId }).catch(() => null);
  return answer?.ok ? answer.value : null;
}
