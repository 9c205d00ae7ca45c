import { type BlobType, type MaterialBody, materialBody } from '../../contracts/material.ts';
import type { Secrets } from '../context.ts';

/** How the name of a file of this type ends. */
export const ENDINGS: Readonly<Record<BlobType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'video/webm': 'webm',
};

/** What a material's stored bytes are bound to when they are sealed. */
export const bodyBinding = (materialId: string): string => `material.body:${materialId}`;
export const holdBinding = (applicationId: string): string => `material.hold:${applicationId}`;

/**
 * A stored material as it was sent (`sent`: what is signed) and as the contract reads it. null: the bytes do not open,
 * by another hub's key or because somebody changed them.
 */
export function openBody(
  secrets: Pick<Secrets, 'open'>,
  row: { id: string; body: Buffer },
): { sent: MaterialBody; body: MaterialBody } | null {
  try {
    const sent = JSON.parse(secrets.open(row.body, bodyBinding(row.id)).toString('utf8'));
    return { sent, body: materialBody.parse(sent) };
  } catch {
    return null;
  }
}
