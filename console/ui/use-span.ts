import { useCallback } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { span } from '../lib/time.ts';

/** A length of time in words. */
export function useSpan(): (ms: number) => string {
  const { t } = useConsoleTexts();
  return useCallback(
    (ms: number) => {
      const { unit, n } = span(ms);
      return t(`span.${unit}`, { n });
    },
    [t],
  );
}
