import { type MaterialBody, RATING_PHOTO, RATING_VIDEO } from '../../../contracts/material.ts';
import type { Locale } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { MAX_VIDEO_BYTES, MAX_VIDEO_MS } from '../../../contracts/video.ts';
import { readWebm } from '../../../contracts/webm.ts';
import { inspectImage } from '../../../devices/document-scanner/image/inspect.ts';
import { documentOf } from '../../materials/assemble.ts';
import { signMaterial } from '../../materials/sign.ts';
import type { ProgressTools } from './tools.ts';

/** What may stand beside a rating (评价照片, 评价短视频): one of each. */
export type AttachedKind = 'photo' | 'video';
export interface Attached {
  bytes: Uint8Array;
  locale: Locale;
}

const CODES: Readonly<Record<AttachedKind, string>> = { photo: RATING_PHOTO, video: RATING_VIDEO };
const TITLES: Readonly<Record<AttachedKind, Readonly<Record<Locale, string>>>> = {
  photo: { 'zh-CN': '评价照片', en: 'Photograph with a rating' },
  video: { 'zh-CN': '评价短视频（无声）', en: 'Short video with a rating, no sound' },
};
/** A recorder stops a little after it is told to, ms. */
const VIDEO_SLACK_MS = 3_000;

/** What was attached, in memory until the rating is over. */
export interface Attachments {
  /**
   * In the place of an earlier one. `page.bad`: no picture that can be read · `video.bad`: no short film without sound
   * that can be read.
   */
  put(kind: AttachedKind, attached: Attached): Result<null>;
  drop(kind: AttachedKind): void;
  dropAll(): void;
  /**
   * Makes all of it durable, with the rating's id. Nothing to keep is no error. `store.full`, `store.fault`: some of it is
   * not kept, and gone.
   */
  keep(ratingId: string): Promise<Result<null>>;
}

type Look = Pick<MaterialBody['document'], 'type'> & { widthPx: number; heightPx: number };

/** What the bytes are, whatever the screen says. */
function look(kind: AttachedKind, bytes: Uint8Array): Result<Look> {
  if (kind === 'photo') {
    const info = inspectImage(bytes);
    if (!info.ok) return fail('page.bad');
    const { type, widthPx, heightPx } = info.value;
    return ok({ type, widthPx, heightPx });
  }
  const film = bytes.length > MAX_VIDEO_BYTES ? null : readWebm(bytes);
  const isGood =
    film !== null &&
    !film.hasOtherTracks &&
    film.end === bytes.length &&
    film.durationMs <= MAX_VIDEO_MS + VIDEO_SLACK_MS;
  return isGood ? ok({ type: 'video/webm', widthPx: film.width, heightPx: film.height }) : fail('video.bad');
}

export function createAttachments(
  tools: Pick<ProgressTools, 'store' | 'config' | 'clock' | 'newId' | 'app' | 'log' | 'progress'>,
): Attachments {
  const held = new Map<AttachedKind, Attached & Look>();

  async function save(ratingId: string, kind: AttachedKind, what: Attached & Look): Promise<Result<null>> {
    const { signer } = tools.progress;
    if (signer === null) return fail('store.fault');
    const { bytes, type, widthPx, heightPx, locale } = what;
    const document = documentOf(bytes, type, null);
    const { sha256, size } = document;
    const at = tools.clock.wallMs();
    const body = signMaterial(
      {
        v: 1,
        id: tools.newId(),
        terminalId: tools.config.terminalId,
        applicationId: ratingId,
        caseNo: null,
        code: CODES[kind],
        title: TITLES[kind][locale],
        flow: null,
        pages: [
          {
            no: 1,
            sha256,
            widthPx,
            heightPx,
            dpi: null,
            source: 'camera',
            device: null,
            at,
            warnings: [],
          },
        ],
        document,
        operator: null,
        reuse: false,
        locale,
        app: tools.app,
        at,
      },
      signer,
    );
    if (!body.ok) return fail('store.fault', body.error.detail);
    const saved = await tools.store.saveMaterial(body.value, [{ sha256, size, bytes }]);
    return saved.ok ? ok(null) : saved;
  }

  return {
    put(kind, attached) {
      const looked = look(kind, attached.bytes);
      if (!looked.ok) return looked;
      held.set(kind, { ...attached, ...looked.value });
      return ok(null);
    },
    drop: (kind) => void held.delete(kind),
    dropAll: () => held.clear(),
    async keep(ratingId) {
      const all = [...held];
      held.clear();
      let worst: Result<null> = ok(null);
      for (const [kind, what] of all) {
        const saved = await save(ratingId, kind, what);
        if (saved.ok) continue;
        tools.log('rating.attachedNotKept', { kind, code: saved.error.code });
        worst = saved;
      }
      return worst;
    },
  };
}
