import type { KeyboardTexts } from './texts.ts';
import type { DictionaryState } from './use-dictionary.ts';

interface IdleProps {
  dictionary: DictionaryState;
  fuzzy: boolean;
  texts: KeyboardTexts;
  onFuzzy: () => void;
}

/** What the candidate bar says while nothing is composed. */
export function Idle({ dictionary, fuzzy, texts, onFuzzy }: IdleProps) {
  if (dictionary.state === 'broken') {
    return (
      <>
        <p className="keyboard__hint">{texts.broken}</p>
        <button type="button" className="keyboard__side" onClick={dictionary.retry}>
          {texts.retry}
        </button>
      </>
    );
  }
  return (
    <>
      <p className="keyboard__hint">
        {dictionary.state === 'loading' ? texts.loading : fuzzy ? texts.fuzzyHint : texts.hint}
      </p>
      <button type="button" className="keyboard__side" aria-pressed={fuzzy} onClick={onFuzzy}>
        {texts.fuzzy}
      </button>
    </>
  );
}
