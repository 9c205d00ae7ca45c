import { useState } from 'react';
import { codePoints, MAX_TEXT } from '../../../contracts/levels.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Keyboard } from '../../keyboard/index.tsx';
import { usePad } from '../context.ts';
import { fitText } from '../text.ts';

interface TextEntryProps {
  initial: string;
  onDone: (text: string) => void;
  onCancel: () => void;
}

/** Free text (文字评价), up to 150 characters, with the on-screen keyboard. Loaded when it is first opened. */
export default function TextEntry({ initial, onDone, onCancel }: TextEntryProps) {
  const { texts } = usePad();
  const { t } = texts;
  const [text, setText] = useState(initial);
  const change = (next: string) => setText(fitText(next));
  return (
    <Dialog
      full
      title={t('text.title')}
      onClose={onCancel}
      aside={
        <>
          <p className="entry__count quiet" aria-live="polite">
            {t('text.count', { n: codePoints(text), max: MAX_TEXT })}
          </p>
          <Button icon="close" onPress={onCancel}>
            {t('action.cancel')}
          </Button>
        </>
      }
    >
      <div className="entry">
        <label className="visually-hidden" htmlFor="rating-text">
          {t('text.label')}
        </label>
        <textarea
          id="rating-text"
          className="entry__field"
          value={text}
          placeholder={t('text.label')}
          readOnly
          data-first-focus
        />
        <Keyboard
          value={text}
          onChange={change}
          maxLength={MAX_TEXT}
          onDone={() => onDone(text)}
          layout="pinyin"
          locale={texts.locale}
        />
      </div>
    </Dialog>
  );
}
