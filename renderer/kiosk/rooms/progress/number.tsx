import { lazy, Suspense, useState } from 'react';
import type { ScannedNo } from '../../../../contracts/rooms/progress.ts';
import { Button } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { CodePicture } from '../../pictures.tsx';
import { Back } from '../frame.tsx';
import { Sheet } from './frame.tsx';
import type { Purpose } from './pages.ts';
import { useTexts } from './texts.ts';
import { useCode } from './use-code.ts';

const Keyboard = lazy(async () => ({ default: (await import('../../../keyboard/index.tsx')).Keyboard }));
/** Longest number that is taken, characters. */
const LONGEST = 60;

interface NumberProps {
  visitId: string;
  purpose: Purpose;
  /** Why the number before was refused. */
  refusal: string | undefined;
  onNo: (no: string, stage: NonNullable<ScannedNo>['stage']) => void;
  onBack: () => void;
}

/** A case is named: the receipt's code held to the scanner, or its number typed. */
export function NumberPage({ visitId, purpose, refusal, onNo, onBack }: NumberProps) {
  const { t, error } = useTexts();
  const { display } = useKiosk();
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState(refusal);
  const hasScanner = useCode(
    visitId,
    ({ no, stage }) => onNo(no, stage),
    (code) => setSaid(error(code)),
  );
  const change = (text: string) => {
    setSaid(undefined);
    setTyped(fitted(text));
  };
  const done = () => {
    if (typed === '') setSaid(t('number.empty'));
    else onNo(typed, null);
  };
  return (
    <Sheet
      title={t(`number.${purpose}`)}
      hint={t(hasScanner ? 'number.hint' : 'number.hintTyped')}
      refusal={said}
      foot={
        <>
          <Back onPress={onBack} />
          <Button size="main" kind="primary" onPress={done}>
            {t(purpose === 'follow' ? 'number.find' : 'number.next')}
          </Button>
        </>
      }
    >
      <div className="progress__scan" data-missing={!hasScanner || undefined}>
        {hasScanner && <CodePicture moving />}
        <p role="status">{t(hasScanner ? 'number.waiting' : 'number.missing')}</p>
      </div>
      <label className="typed__field" data-chosen>
        <span className="quiet">{t('number.label')}</span>
        <input
          type="text"
          inputMode="none"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(e) => change(e.target.value)}
          onKeyDown={(e) => e.key === 'Enter' && done()}
        />
      </label>
      <Suspense fallback={<p className="quiet">{t('number.keyboard')}</p>}>
        <Keyboard
          value={typed}
          onChange={change}
          maxLength={LONGEST}
          onDone={done}
          layout="case"
          locale={display.locale}
        />
      </Suspense>
    </Sheet>
  );
}

/** As numbers are written: capitals, digits and hyphens, a hyphen never first. */
const fitted = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9-]/g, '')
    .replace(/^-+/, '')
    .slice(0, LONGEST);
