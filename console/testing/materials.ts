import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import type { Me, Permission } from '../../contracts/hub/console-api.ts';
import type { Application, MaterialRow, MaterialStory } from '../../contracts/hub/materials-api.ts';
import { type FixtureContext, type FixtureState, os, refuse } from './fixture.ts';

/** Materials of invented applications: the first has four, in every state; each other application has one. */
export const APPLICATION = '3f0c5e0a-0000-4000-8000-000000000001';
const TICKET = 'fixture-ticket';
const COUNT = 64;
const TITLES = ['身份证复印件', '营业执照(副本)', '经营场所使用证明', '法定代表人照片'] as const;
const CODES = ['id-copy', 'licence', 'premises', 'photo'] as const;
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface MaterialFixture {
  /** Looks that were asked for: `view <material>`, `download <material>`, `export <application>`, `open <application>`. */
  looks: string[];
}

export function materialRoutes(
  state: FixtureState,
  allow: (context: FixtureContext, permission: Permission) => Me,
  fixture: MaterialFixture,
) {
  let hold: Application['hold'] = null;
  const rowOf = (i: number): MaterialRow => ({ ...row(i, state.nowMs()), held: i < 4 && hold !== null });
  return {
    list: os.console.materials.list.handler(({ input: { filter, after }, context }) => {
      allow(context, 'materials.read');
      const from = after === undefined ? 0 : Number.parseInt(after.slice(1), 36);
      const all = Array.from({ length: state.empty ? 0 : COUNT }, (_, i) => rowOf(i)).filter(
        (m) =>
          (filter.state === undefined || m.state === filter.state) &&
          (filter.code === undefined || m.code === filter.code),
      );
      const next = from + state.pageSize;
      return {
        rows: all.slice(from, next),
        next: next < all.length ? `c${next.toString(36)}` : null,
      };
    }),
    application: os.console.materials.application.handler(({ input: { id }, context }) => {
      allow(context, 'materials.read');
      if (id !== APPLICATION) return refuse('not.found');
      fixture.looks.push(`open ${id}`);
      const materials = [0, 1, 2, 3].map((i) => story(rowOf(i), i));
      return {
        id,
        caseNo: 'WD20261124-0031',
        terminalId: 'kiosk-02',
        windowName: { zh: '自助服务区', en: 'Self-service area' },
        firstMs: state.nowMs() - 3_700_000,
        lastMs: state.nowMs() - 3_600_000,
        hold,
        keptUntilMs: hold === null ? state.nowMs() + 3_650 * 86_400_000 : null,
        materials,
        more: false,
        ticket: TICKET,
      };
    }),
    look: os.console.materials.look.handler(({ input, context }) => {
      allow(context, 'materials.read');
      fixture.looks.push(`${input.purpose} ${input.materialId}`);
      return { ticket: TICKET, expiresInMs: 900_000 };
    }),
    export: os.console.materials.export.handler(({ input, context }) => {
      allow(context, 'materials.export');
      fixture.looks.push(`export ${input.id}`);
      return { ticket: TICKET, expiresInMs: 900_000 };
    }),
    hold: os.console.materials.hold.handler(({ input, context }) => {
      const user = allow(context, 'materials.hold');
      hold = input.hold ? { by: user.login, atMs: state.nowMs(), reason: input.reason } : null;
      return { serverMs: state.nowMs() };
    }),
  };
}

export const materialId = (i: number): string => `00000000-0000-4000-9000-${String(i).padStart(12, '0')}`;

function row(i: number, nowMs: number): MaterialRow {
  const first = i < 4;
  const kind = i % 4;
  return {
    id: materialId(i),
    applicationId: first ? APPLICATION : `3f0c5e0a-0000-4000-8000-${String(i).padStart(12, '0')}`,
    caseNo: first ? 'WD20261124-0031' : i % 3 === 0 ? null : `WD20261123-${String(i).padStart(4, '0')}`,
    code: CODES[kind] ?? 'other',
    title: TITLES[kind] ?? '其他',
    terminalId: first ? 'kiosk-02' : `kiosk-0${2 + (i % 3)}`,
    state: i === 2 || i === 9 ? 'awaitingBlob' : i === 13 ? 'quarantined' : 'whole',
    reason: i === 13 ? 'material.badSm3' : null,
    pages: kind === 0 ? 3 : 1,
    size: 412_000 + i * 91_337,
    type: kind === 3 ? 'image/png' : 'application/pdf',
    atMs: nowMs - 3_650_000 - i * 1_260_000,
    receivedMs: nowMs - 3_600_000 - i * 1_260_000,
    held: false,
  };
}

function story(r: MaterialRow, i: number): MaterialStory {
  return {
    row: r,
    pages: Array.from({ length: r.pages }, (_, n) => ({
      no: n + 1,
      sha256: sha256(`page ${i} ${n}`),
      widthPx: 2_480,
      heightPx: 3_508,
      dpi: r.type === 'image/png' ? null : 300,
      source: r.type === 'image/png' ? ('phone' as const) : ('scanner' as const),
      device: r.type === 'image/png' ? null : 'scan-1',
      at: r.atMs - 90_000 + n * 21_000,
      warnings: n === 1 ? ['blurred'] : [],
    })),
    document: {
      sha256: sha256(`doc ${i}`),
      sm3: sha256(`sm3 ${i}`),
      size: r.size,
      type: r.type,
      profile: null,
    },
    operator: i === 1 ? 's1' : null,
    locale: 'zh-CN',
    app: '0.1.0',
    flow: { id: 'company-registration', version: '1.2', hash: sha256('flow') },
    reuse: i === 0,
    epoch: '11111111-1111-4111-8111-111111111111',
    seq: 40 + i,
    signature: {
      alg: 'Ed25519',
      value: 'A'.repeat(86),
      // The second one was tampered with.
      valid: i !== 1,
      publicKey: 'Cg0LcEuVYTtzPqIl7yT4v1gU3Vx7o9m0sQ2aB5nWkXE',
    },
    suspicious: [],
    virusScan: r.state === 'whole' ? 'clean' : null,
  };
}

/** The bytes behind `materialPaths`; false: another address. */
export async function serveMaterialBytes(
  fixture: MaterialFixture,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://x');
  const [, id, what, page] =
    /^\/v1\/console\/applications\/[^/]+\/(?:materials\/([^/]+)\/)?(document|thumbnails\/(\d+)|export\.zip)$/.exec(
      url.pathname,
    ) ?? [];
  if (what === undefined) return false;
  const answer = (type: string, bytes: Buffer, headers: Record<string, string> = {}): true => {
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, ...headers }).end(bytes);
    return true;
  };
  if (url.searchParams.get('ticket') !== TICKET) {
    response.writeHead(410).end();
    return true;
  }
  if (what === 'export.zip')
    return answer('application/zip', Buffer.from('PK'), {
      'content-disposition': 'attachment; filename="a.zip"',
    });
  const i = Number(id?.slice(-12));
  if (what !== 'document') return answer('image/webp', await sheet(i, Number(page), 170, 'webp'));
  const picture = i % 4 === 3;
  const attachment = fixture.looks.at(-1)?.startsWith('download')
    ? { 'content-disposition': 'attachment; filename="material.pdf"' }
    : {};
  if (picture) return answer('image/png', await sheet(i, 1, 900, 'png'), attachment);
  return answer('application/pdf', await document(i), attachment);
}

function document(i: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', autoFirstPage: false });
  const out = buffer(pdf.pipe(new PassThrough()));
  for (let no = 1; no <= (i % 4 === 0 ? 3 : 1); no += 1) {
    pdf.addPage();
    pdf
      .fontSize(26)
      .fillColor('#1b2430')
      .text(`Specimen ${i + 1}, page ${no}`, 60, 70);
    pdf.rect(60, 130, 475, 3).fill('#0b5cad');
    for (let line = 0; line < 26; line += 1)
      pdf.rect(60, 165 + line * 22, 475 - ((line * 53) % 160), 7).fill('#c9cdd3');
    pdf.circle(450, 690, 52).lineWidth(4).stroke('#b3261e');
  }
  pdf.end();
  return out;
}

function sheet(i: number, no: number, width: number, format: 'webp' | 'png'): Promise<Buffer> {
  const canvas = createCanvas(width, Math.round(width * Math.SQRT2));
  const paper = canvas.getContext('2d');
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = '#c9cdd3';
  for (let line = 0; line < 26; line += 1)
    paper.fillRect(
      width * 0.1,
      width * (0.28 + line * 0.037),
      width * (0.8 - ((line * 53 + i * 17 + no * 31) % 160) / 600),
      width * 0.012,
    );
  paper.fillStyle = '#0b5cad';
  paper.fillRect(width * 0.1, width * 0.12, width * 0.4, width * 0.05);
  return format === 'webp' ? canvas.encode('webp', 70) : canvas.encode('png');
}
