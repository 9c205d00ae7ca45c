import type { ErrorCode } from '../../contracts/errors.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';

/** A failure in the clerk's words. */
export function CodeText({ code }: { code: ErrorCode }) {
  const { t, known } = useCounterTexts();
  const text = known('error', code);
  return (
    <p className="error" role="alert">
      {text === code ? t('error.unknown', { code }) : text}
    </p>
  );
}
