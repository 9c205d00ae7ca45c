import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { FieldFault } from '../../../../contracts/kiosk-step.ts';
import type { PetitionKind } from '../../../../contracts/petition.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

const Keyboard = lazy(async () => ({ default: (await import('../../../keyboard/index.tsx')).Keyboard }));

/** Characters without which nothing is said. */
const LEAST = 5;

interface TextPageProps {
  kind: PetitionKind;
  value: string;
  longest: number;
  /** What the service found wrong with it. */
  fault: FieldFault | null;
  onDone: (text: string) => void;
  onBack: () => void;
}

/** The words of a petition, all of them in sight, and the keyboard below or beside them. */
export function TextPage({ kind, value, longest, fault, onDone, onBack }: TextPageProps) {
  const { t, locale } = useTexts();
  const [text, setText] = useState(value);
  const wordsOf = ({ code, limit }: FieldFault) => {
    if (code === 'characters') return t('write.characters');
    return code === 'tooShort' ? t('write.tooShort', { n: limit ?? '' }) : t('write.required');
  };
  const [refusal, setRefusal] = useState<string | null>(() => (fault === null ? null : wordsOf(fault)));
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // What is written is written at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at every change of the text
  useEffect(() => {
    if (area.current !== null) area.current.scrollTop = area.current.scrollHeight;
  }, [text]);

  const length = [...text].length;
  const done = () => {
    const said = [...text.trim()].length;
    if (said >= LEAST) onDone(text.trim());
    else setRefusal(said === 0 ? t('write.required') : t('write.tooShort', { n: LEAST }));
  };
  return (
    <Page
      title={t(kind === 'correct' ? 'write.correctTitle' : 'write.textTitle')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Back onPress={onBack} />
          <Button size="main" kind="primary" onPress={done}>
            {t('write.next')}
          </Button>
        </>
      }
    >
      <div className="me__write">
        <div className="me__paper">
          <label htmlFor={id} className="visually-hidden">
            {t('write.textLabel')}
          </label>
          <textarea
            ref={area}
            id={id}
            readOnly
            value={text}
            placeholder={t(kind === 'correct' ? 'write.correctHint' : 'write.textHint')}
            aria-invalid={refusal !== null || undefined}
          />
          <p className="quiet">{t('write.left', { n: Math.max(0, longest - length) })}</p>
        </div>
        <Suspense fallback={<span className="sheet__waiting" />}>
          <Keyboard
            value={text}
            onChange={(next) => {
              setRefusal(null);
              setText(next);
            }}
            maxLength={longest}
            onDone={done}
            layout="pinyin"
            locale={locale}
          />
        </Suspense>
      </div>
    </Page>
  );
}
