import type { MaterialProgress, MaterialState } from '../types.ts';

/** `ackedOf`: bytes of an uncommitted blob that the hub has. */
export function progressOf(
  material: MaterialState | null,
  ackedOf: (sha256: string) => number,
): MaterialProgress | null {
  if (material === null) return null;
  const total = material.blobs.reduce((sum, b) => sum + b.size, 0);
  const acked = material.blobs.reduce((sum, b) => sum + (b.committed ? b.size : ackedOf(b.sha256)), 0);
  return { acked, total, state: stateOf(material, acked) };
}

function stateOf({ row, blobs }: MaterialState, acked: number): MaterialProgress['state'] {
  if (row === 'dead') return 'dead';
  if (row === 'acked' && blobs.every((b) => b.committed)) return 'sent';
  return acked > 0 ? 'sending' : 'waiting';
}
