import { useEffect, useState } from 'react';
import type { CertificateView } from '../../../../contracts/certificate.ts';
import { Button } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { Back, Page } from '../frame.tsx';
import { type Loaded, useLoad } from '../use-load.ts';
import { Qr } from './qr.tsx';
import { useTexts } from './texts.ts';

interface CodeProps {
  visitId: string;
  row: CertificateView;
  note: string | undefined;
  onBack: () => void;
}

/** The code that others scan (亮证); it goes when its time is over, and a new one is asked for by hand only. */
export function CodePage({ visitId, row, note, onBack }: CodeProps) {
  const { t, say, error } = useTexts();
  const { id } = row;
  const { loaded, again } = useLoad(`code ${id}`, (terminal) =>
    terminal.rooms.certificates.code({ visitId, id }),
  );
  const left = useSecondsLeft(loaded);
  const name = say(row.name);
  const isOver = left === 0;
  const title = loaded.state === 'failed' ? t('code.failed') : t(isOver ? 'code.over' : 'code.title');
  return (
    <Page
      key={title}
      title={title}
      hint={isOver ? t('code.overHint') : t('code.hint', { name })}
      note={note}
      refusal={loaded.state === 'failed' ? error(loaded.code) : undefined}
      foot={
        <>
          <Back onPress={onBack} />
          {(isOver || loaded.state === 'failed') && (
            <Button size="main" kind="primary" onPress={again}>
              {t('code.again')}
            </Button>
          )}
        </>
      }
    >
      <div className="certificates__code">
        {loaded.state === 'loading' && <span className="sheet__waiting" />}
        {loaded.state === 'ready' && !isOver && (
          <>
            <Qr text={loaded.value.text} label={t('code.picture', { name })} />
            {left !== null && (
              <p className="certificates__left" role="timer">
                {t('code.left', { n: left })}
              </p>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

const TICK_MS = 250;

/** Whole seconds for which the code still works; null: there is none yet. */
function useSecondsLeft(loaded: Loaded<{ ttlMs: number }>): number | null {
  const { now } = useKiosk();
  const [left, setLeft] = useState<number | null>(null);
  const code = loaded.state === 'ready' ? loaded.value : null;
  useEffect(() => {
    if (code === null) return setLeft(null);
    const until = now() + code.ttlMs;
    const look = () => setLeft(Math.max(0, Math.ceil((until - now()) / 1_000)));
    look();
    const timer = setInterval(look, TICK_MS);
    return () => clearInterval(timer);
  }, [code, now]);
  return left;
}
