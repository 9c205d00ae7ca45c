import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { appendStaged, createStaged, removeStaged, stagedOffset } from './staging.ts';
import type { Turns } from './turns.ts';
import { findUpload, removeUpload, UPLOAD_TTL_MS } from './upload-rows.ts';

/** A refusal of the hub on its way through tus, which passes `status_code` and `body` on. */
class Refusal extends Error {
  readonly status_code = 422;
  readonly body: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.body = code;
  }
}
export function orRefuseTus<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Refusal(answer.error.code);
  return answer.value;
}

type Hub = Pick<HubContext, 'db' | 'now'>;

/**
 * Uploads as `@tus/server` wants them: rows of the database, files of the staged folder. `terminalId` is who makes the
 * request at hand; it sees its own uploads only.
 */
export const stagedUploads = (
  hub: Hub,
  folder: string,
  flushes: Turns,
  terminalId: () => string,
): DataStore => new StagedUploads(hub, folder, flushes, terminalId);

class StagedUploads extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];
  readonly #hub: Hub;
  readonly #folder: string;
  readonly #terminalId: () => string;
  readonly #flushes: Turns;

  constructor(hub: Hub, folder: string, flushes: Turns, terminalId: () => string) {
    super();
    this.#hub = hub;
    this.#folder = folder;
    this.#flushes = flushes;
    this.#terminalId = terminalId;
  }

  override getExpiration(): number {
    return UPLOAD_TTL_MS;
  }

  /** Its row was made when it got its name. */
  override async create(upload: Upload): Promise<Upload> {
    try {
      await createStaged(this.#folder, upload.id);
    } catch (e) {
      await removeUpload(this.#hub, upload.id);
      throw e;
    }
    upload.creation_date = this.#hub.now().toISOString();
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, sha256, createdAt } = orRefuseTus(await findUpload(this.#hub, this.#terminalId(), id));
    const offset = stagedOffset(this.#folder, id);
    return new Upload({ id, size, offset, metadata: { sha256 }, creation_date: createdAt.toISOString() });
  }

  override write(stream: Readable, id: string, offset: number): Promise<number> {
    return appendStaged(this.#folder, id, offset, stream, this.#flushes);
  }

  /** The row first: a file without a row is swept, a row without a file would hold its quota. */
  override async remove(id: string): Promise<void> {
    orRefuseTus(await findUpload(this.#hub, this.#terminalId(), id));
    await removeUpload(this.#hub, id);
    await removeStaged(this.#folder, id);
  }
}
