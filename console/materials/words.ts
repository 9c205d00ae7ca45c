import type { MaterialState } from '../../contracts/hub/materials-api.ts';
import type { BlobType } from '../../contracts/material.ts';
import type { Tone } from '../ui/state-text.tsx';

export const STATE_TONE = {
  awaitingBlob: 'quiet',
  whole: 'good',
  quarantined: 'bad',
} as const satisfies Record<MaterialState, Tone>;

/** The same in every language. */
export const TYPE_NAMES: Record<BlobType, string> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'video/webm': 'WebM',
};

/** `1.2 MB`, in powers of ten as disks are sold. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const n = bytes / 1000 ** power;
  return `${power === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[power]}`;
}
