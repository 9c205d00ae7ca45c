import type { Locale } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { inspectImage } from '../../../devices/document-scanner/image/inspect.ts';
import { documentOf } from '../../materials/assemble.ts';
import { signMaterial } from '../../materials/sign.ts';
import type { ProgressTools } from './tools.ts';

/** Code of the material that a photograph of a rating (评价照片) is sent as; its application is the rating's id. */
export const PHOTO_CODE = 'rating-photo';
const TITLE = { 'zh-CN': '评价照片', en: 'Photograph with a rating' };

export interface Photo {
  bytes: Uint8Array;
  type: 'image/jpeg' | 'image/png';
  locale: Locale;
}

/** The photograph beside the rating of now; in memory until the rating is over. */
export interface Photos {
  /** `page.bad`: no picture that can be read. */
  put(photo: Photo): Result<null>;
  drop(): void;
  /** Makes it durable, with the rating's id. Nothing to keep is no error. `store.full`, `store.fault`. */
  keep(ratingId: string): Promise<Result<null>>;
}

export function createPhotos(
  tools: Pick<ProgressTools, 'store' | 'config' | 'clock' | 'newId' | 'app' | 'log' | 'progress'>,
): Photos {
  let held: Photo | null = null;

  async function save(ratingId: string, { bytes, type, locale }: Photo): Promise<Result<null>> {
    const { signer } = tools.progress;
    const info = inspectImage(bytes);
    if (!info.ok || signer === null) return fail('store.fault');
    const document = documentOf(bytes, type, null);
    const at = tools.clock.wallMs();
    const { widthPx, heightPx } = info.value;
    const body = signMaterial(
      {
        v: 1,
        id: tools.newId(),
        terminalId: tools.config.terminalId,
        applicationId: ratingId,
        caseNo: null,
        code: PHOTO_CODE,
        title: TITLE[locale],
        flow: null,
        pages: [
          {
            no: 1,
            sha256: document.sha256,
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
    const { sha256, size } = document;
    const saved = await tools.store.saveMaterial(body.value, [{ sha256, size, bytes }]);
    return saved.ok ? ok(null) : saved;
  }

  return {
    put(photo) {
      if (!inspectImage(photo.bytes).ok) return fail('page.bad');
      held = photo;
      return ok(null);
    },
    drop() {
      held = null;
    },
    async keep(ratingId) {
      const photo = held;
      if (photo === null) return ok(null);
      held = null;
      const saved = await save(ratingId, photo);
      if (saved.ok) return saved;
      tools.log('rating.photoNotKept', { code: saved.error.code });
      return saved;
    },
  };
}
