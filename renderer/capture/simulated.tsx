import type { CaptureTexts } from './texts.ts';

/** Every screen says that a simulator stands in the device's place. */
export function Simulated({ texts }: { texts: CaptureTexts }) {
  return <p className="capture__simulated">{texts.t('simulated')}</p>;
}
