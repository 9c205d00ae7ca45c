import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Timers } from '../../contracts/clock.ts';
import { answer, answerPage, readJson, type SimulatorServer, serveJson } from './http.ts';

/**
 * What the simulators of upper systems share that can be told to misbehave: by tests, and by `POST /control {mode}`. All of
 * them know `fail` (HTTP 503), `drop` (drops the line), `page` (a gateway's page instead of an answer) and `slow` (answers
 * late), as far as they name them; any other mode is the simulator's own.
 */
export interface Moods<M extends string> {
  /** The first is the mode that it begins in. */
  modes: readonly [M, ...M[]];
  timers: Timers;
  /** In mode `slow`, ms. */
  delayMs: number;
  /** `GET /`: what whoever tries the product needs to see. */
  page: () => string;
}

type Says = (body: Record<string, unknown>) => object | Promise<object>;

export interface MoodyServer<M extends string> extends SimulatorServer {
  mode(): M;
  setMode(mode: M): void;
}

/** `says`: for each path of the interface (`POST /send`) what is answered to a JSON object; `shows`: other pages, as JSON. */
export async function serveInMoods<M extends string>(
  o: { host?: string | undefined; port?: number | undefined } & Moods<M>,
  says: Readonly<Record<string, Says>>,
  shows: Readonly<Record<string, () => unknown>> = {},
): Promise<MoodyServer<M>> {
  let mode: M = o.modes[0];

  async function reply(request: IncomingMessage, response: ServerResponse, of: Says): Promise<void> {
    const body = await readJson(request);
    if (mode === 'fail') return answer(response, 503, { code: 503, msg: '系统繁忙' });
    if (mode === 'drop') return void response.destroy();
    if (mode === 'page') return answerPage(response);
    if (body === null) return answer(response, 400, { code: 400, msg: '报文不是JSON' });
    const text = await of(body);
    if (mode === 'slow') o.timers.after(o.delayMs, () => answer(response, 200, text));
    else answer(response, 200, text);
  }

  const server = await serveJson(o, async (path, request, response) => {
    const [of, shown] = [says[path], shows[path]];
    if (of !== undefined) await reply(request, response, of);
    else if (shown !== undefined) answer(response, 200, shown());
    else if (path === 'GET /') answerPage(response, o.page());
    else if (path === 'POST /control') {
      const wanted = (await readJson(request))?.mode;
      const next = o.modes.find((m) => m === wanted);
      if (next === undefined) return false;
      mode = next;
      answer(response, 200, { mode });
    } else return false;
    return true;
  });
  return {
    ...server,
    mode: () => mode,
    setMode(next) {
      mode = next;
    },
  };
}
