import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  capabilitiesXml,
  type FeederState,
  type LocationStyle,
  type PageGarble,
  readSettings,
  type SimulatedJob,
  statusXml,
  type XmlGarble,
} from './simulator/model.ts';
import { sendForEver, sendPaced } from './simulator/send.ts';

export interface EsclSimulatorOptions {
  /** 0 = any free port. */
  port?: number;
  /** How long one page takes, ms. */
  pageMs?: number;
  /** What the glass gives while nothing lies on it; by default a white page of the size asked for. */
  emptyGlass?: (size: { widthPx: number; heightPx: number }) => Promise<Uint8Array> | Uint8Array;
}

/** What tests, the developer's panel and Playwright do to a simulated scanner. */
export interface EsclSimulator {
  /** Address for the declaration. It stays the same over unplug and plug. */
  readonly url: string;
  /** Puts more sheets into the feeder: JPEG pictures, as they will come out whatever the resolution. */
  load(pages: readonly Uint8Array[]): void;
  emptyFeeder(): void;
  /** Lays a sheet on the glass, or takes it away. */
  place(page: Uint8Array | null): void;
  /** The n-th sheet of the next feeder job jams, and stays so until `clearJam`. */
  jamAt(page: number): void;
  /** The n-th sheet of the next feeder job comes with another one. */
  multiFeedAt(page: number): void;
  clearJam(): void;
  setCoverOpen(on: boolean): void;
  /** So many of the next requests for a job, or for a page, are answered 503. */
  busy(requests: number, what?: 'job' | 'page'): void;
  garblePage(how: PageGarble | null): void;
  garbleXml(how: XmlGarble | null): void;
  setLocation(style: LocationStyle): void;
  /** Content-Length of pages differs from the truth by so many bytes; 0 = no lie. */
  lieAboutLength(by: number): void;
  /** Pages go out at this speed; null = as fast as they are taken. */
  slow(bytesPerSecond: number | null): void;
  /** Answers nothing at all, while `on`. */
  hang(on: boolean): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  stop(): Promise<void>;
  /** For assertions: the jobs so far, oldest first. */
  jobs(): readonly Readonly<SimulatedJob>[];
  /** `GET /eSCL/ScannerStatus` and so on, oldest first. */
  requests(): readonly string[];
  lastSettings(): string;
}

const ROOT = '/eSCL';
const MOST_JOBS = 100;
const MOST_REQUESTS = 1_000;
const MOST_BODY_BYTES = 64_000;
/** A job that nobody fetches from is given up, ms. */
const JOB_IDLE_MS = 60_000;

/** An eSCL scanner with glass and feeder, on 127.0.0.1 over real HTTP. */
export async function serveDocumentScanner(options: EsclSimulatorOptions = {}): Promise<EsclSimulator> {
  const emptyGlass = options.emptyGlass ?? drawWhite;
  let server: Server | null = null;
  let port = options.port ?? 0;
  let feeder: Uint8Array[] = [];
  let glass: Uint8Array | null = null;
  let jobs: SimulatedJob[] = [];
  let nextId = 1;
  let requests: string[] = [];
  let settings = '';
  let trouble: { at: number; state: FeederState } | null = null;
  let stuck: FeederState | null = null;
  let coverOpen = false;
  const busy = { job: 0, page: 0 };
  let pageGarble: PageGarble | null = null;
  let xmlGarble: XmlGarble | null = null;
  let location: LocationStyle = 'relative';
  let lie = 0;
  let speed: number | null = null;
  let hanging = false;

  const active = (): SimulatedJob | undefined => jobs.find((job) => job.state === 'Processing');

  function feederState(): FeederState {
    if (stuck !== null) return stuck;
    if (coverOpen) return 'ScannerAdfHatchOpen';
    if (feeder.length === 0) return 'ScannerAdfEmpty';
    return active()?.source === 'Feeder' ? 'ScannerAdfProcessing' : 'ScannerAdfLoaded';
  }

  async function serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    answer.on('error', () => {});
    const path = (asked.url ?? '').replace(/\/+$/, '');
    requests = [...requests, `${asked.method} ${path}`].slice(-MOST_REQUESTS);
    const body = await readBody(asked);
    if (hanging) return;
    const status = await handle(`${asked.method} ${path}`, body, answer);
    if (status === null) return;
    answer.statusCode = status;
    answer.end();
  }

  /** Answers with a status alone, or null where the answer is on its way. */
  async function handle(
    request: string,
    body: string | null,
    answer: ServerResponse,
  ): Promise<number | null> {
    if (request === `GET ${ROOT}/ScannerCapabilities`) return sendXml(answer, capabilitiesXml());
    if (request === `GET ${ROOT}/ScannerStatus`) {
      const state = active() === undefined ? 'Idle' : 'Processing';
      return sendXml(answer, statusXml(state, feederState(), jobs));
    }
    if (request === `POST ${ROOT}/ScanJobs`) return takeJob(body, answer);
    const [, method, id, next] =
      /^(GET|DELETE) \/eSCL\/ScanJobs\/(\d+)(\/NextDocument)?$/.exec(request) ?? [];
    const job = jobs.find((one) => one.id === Number(id));
    if (job === undefined) return 404;
    if (method === 'GET') return next === undefined ? 405 : sendPage(job, answer);
    if (job.state === 'Processing') job.state = 'Canceled';
    return 200;
  }

  function takeJob(body: string | null, answer: ServerResponse): number {
    if (busy.job > 0) {
      busy.job--;
      return 503;
    }
    const other = active();
    if (other !== undefined) {
      if (performance.now() - other.touchedAt < JOB_IDLE_MS) return 503;
      other.state = 'Aborted';
    }
    settings = body ?? '';
    if (body === null || !(answer.req.headers['content-type'] ?? '').startsWith('text/xml')) return 400;
    const wanted = readSettings(body);
    if ('refused' in wanted) return wanted.refused;
    if (wanted.source === 'Feeder' && feederState() !== 'ScannerAdfLoaded') return 409;
    const id = nextId++;
    const job: SimulatedJob = { id, ...wanted, state: 'Processing', pages: 0, touchedAt: performance.now() };
    jobs = [...jobs, job].slice(-MOST_JOBS);
    const path = `${ROOT}/ScanJobs/${id}`;
    if (location === 'relative') answer.setHeader('location', path);
    if (location === 'absolute') answer.setHeader('location', `http://127.0.0.1:${port}${path}`);
    if (location === 'elsewhere') answer.setHeader('location', `http://192.0.2.1${path}`);
    return 201;
  }

  async function sendPage(job: SimulatedJob, answer: ServerResponse): Promise<number | null> {
    job.touchedAt = performance.now();
    if (job.state !== 'Processing') return 404;
    if (busy.page > 0) {
      busy.page--;
      return 503;
    }
    if (options.pageMs !== undefined) await sleep(options.pageMs);
    const page = job.source === 'Feeder' ? feed(job) : await copyGlass(job);
    if (page === null) return 404;
    job.pages++;
    await transmit(page, answer);
    return null;
  }

  /** The next sheet of a feeder job; null at its end, also when that is a jam. */
  function feed(job: SimulatedJob): Uint8Array | null {
    if (trouble !== null && job.pages + 1 >= trouble.at) {
      stuck = trouble.state;
      trouble = null;
    }
    if (stuck !== null || coverOpen) {
      job.state = 'Aborted';
      return null;
    }
    const page = feeder.shift();
    if (page === undefined) job.state = 'Completed';
    return page ?? null;
  }

  async function copyGlass(job: SimulatedJob): Promise<Uint8Array | null> {
    if (job.pages > 0) {
      job.state = 'Completed';
      return null;
    }
    return glass ?? (await emptyGlass(job.size));
  }

  async function transmit(page: Uint8Array, answer: ServerResponse): Promise<void> {
    const how = pageGarble;
    pageGarble = null;
    answer.setHeader('content-type', 'image/jpeg');
    if (how === 'endless') return sendForEver(answer);
    const bytes = how === null ? page : garbled(page, how);
    answer.setHeader('content-length', (how === 'truncated' ? page.length : bytes.length) + lie);
    await sendPaced(answer, bytes, speed);
    if (how === 'truncated' || lie !== 0) answer.destroy();
    else answer.end();
  }

  function sendXml(answer: ServerResponse, xml: string): null {
    const how = xmlGarble;
    xmlGarble = null;
    answer.setHeader('content-type', 'text/xml');
    if (how === 'endless') void sendForEver(answer);
    else if (how === 'cut') answer.end(xml.slice(0, xml.length / 2));
    else if (how === 'html') answer.end('<html><body><p>It works!<br></body></html>');
    else if (how === 'entities') answer.end(bomb(xml));
    else answer.end(xml);
    return null;
  }

  async function plug(): Promise<void> {
    if (server !== null) return;
    const listening = createServer((asked, answer) => {
      serve(asked, answer).catch(() => answer.destroy());
    });
    server = listening;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    const address = listening.address();
    if (address !== null && typeof address === 'object') port = address.port;
  }

  /** Its jobs are forgotten, the paper stays where it is. */
  async function unplug(): Promise<void> {
    const closing = server;
    server = null;
    jobs = jobs.map((job) => (job.state === 'Processing' ? { ...job, state: 'Aborted' } : job));
    closing?.closeAllConnections();
    if (closing !== null) await new Promise((resolve) => closing.close(resolve));
  }

  await plug();
  return {
    url: `http://127.0.0.1:${port}${ROOT}`,
    load(pages) {
      feeder = [...feeder, ...pages];
    },
    emptyFeeder() {
      feeder = [];
    },
    place(page) {
      glass = page;
    },
    jamAt(page) {
      trouble = { at: page, state: 'ScannerAdfJam' };
    },
    multiFeedAt(page) {
      trouble = { at: page, state: 'ScannerAdfMultipickDetected' };
    },
    clearJam() {
      [stuck, trouble] = [null, null];
    },
    setCoverOpen(on) {
      coverOpen = on;
    },
    busy(times, what = 'job') {
      busy[what] = times;
    },
    garblePage(how) {
      pageGarble = how;
    },
    garbleXml(how) {
      xmlGarble = how;
    },
    setLocation(style) {
      location = style;
    },
    lieAboutLength(by) {
      lie = by;
    },
    slow(bytesPerSecond) {
      speed = bytesPerSecond;
    },
    hang(on) {
      hanging = on;
    },
    unplug,
    plug,
    stop: unplug,
    jobs: () => jobs,
    requests: () => requests,
    lastSettings: () => settings,
  };
}

/** Null when it is too long. */
async function readBody(asked: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of asked) {
    size += (piece as Buffer).length;
    if (size > MOST_BODY_BYTES) return null;
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function garbled(page: Uint8Array, how: Exclude<PageGarble, 'endless'>): Uint8Array {
  if (how === 'truncated') return page.subarray(0, page.length / 2);
  if (how === 'doubled') return Buffer.concat([page, page]);
  return page.map((byte, i) => (i < 64 ? byte ^ 0x55 : byte));
}

/** Entities that grow to gigabytes where they are expanded. */
function bomb(xml: string): string {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`);
  const doctype = `<!DOCTYPE x [<!ENTITY e0 "Idle">${levels.join('')}]>`;
  return xml.replace('?>', `?>${doctype}`).replace('>Idle<', '>&e9;<');
}

async function drawWhite({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Promise<Uint8Array> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fcfcfa';
  context.fillRect(0, 0, widthPx, heightPx);
  return new Uint8Array(await canvas.encode('jpeg', 80));
}
