/**
 * No other site may make a call: each carries `X-Hall-Console: 1`, which a foreign page cannot send without a
 * preflight that the hub never grants, and an Origin that is the hub's own. Browsers send no Origin with a
 * same-origin GET, so a GET may lack it; a foreign Origin is refused on every method.
 */
export interface CallHeaders {
  method: string;
  /** `X-Hall-Console` */
  mark: string | undefined;
  origin: string | undefined;
  host: string | undefined;
}

/** `publicUrl` is the one address when it is set; else any under which this hub was called (its Host). */
export function isOwnCall(call: CallHeaders, publicUrl: string | undefined): boolean {
  if (call.mark !== '1') return false;
  if (call.origin === undefined) return call.method === 'GET' || call.method === 'HEAD';
  if (!URL.canParse(call.origin)) return false;
  const origin = new URL(call.origin);
  if (publicUrl !== undefined) return origin.origin === new URL(publicUrl).origin;
  return origin.host === call.host?.toLowerCase() && /^https?:$/.test(origin.protocol);
}
