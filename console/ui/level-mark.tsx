import { isNegative, type Level } from '../../contracts/rating.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';

/** A level: digit and word; 差评 are filled so that they are found without colour. */
export function LevelMark({ level }: { level: Level }) {
  const { t } = useConsoleTexts();
  return (
    <span className={`level level-${level}`}>
      <span className="level-digit" aria-hidden>
        {level}
      </span>
      {t(`level.${level}`)}
      {isNegative(level) && <span className="visually-hidden">({t('negative')})</span>}
    </span>
  );
}
