import { useEffect, useRef, useState } from 'react';
import type { PrintPurpose, PrintsLeft } from '../../../../contracts/certificate.ts';
import type { CertificatePrinting } from '../../../../contracts/rooms/certificates.ts';
import { Button } from '../../../design/button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useAsk } from '../../ask.ts';
import { Back, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

interface PrintingProps {
  visitId: string;
  id: string;
  purpose: PrintPurpose;
  note: string | undefined;
  onLeft: (left: PrintsLeft) => void;
  onShow: () => void;
  onList: () => void;
  onHome: () => void;
}

/** `counting`: the hub has not said yet that it may be printed. */
type State = { phase: 'counting' } | { phase: 'printing' } | Ended;
type Ended =
  | { phase: 'printed'; no: number; left: PrintsLeft }
  /** `begun`: it was counted, and given back. */
  | { phase: 'failed'; code: string; begun: boolean };

/** Prints once, and tells what becomes of it. */
export function Printing(o: PrintingProps) {
  const { t, error } = useTexts();
  const [turn, setTurn] = useState(0);
  const state = usePrint(o, turn);
  if (state.phase === 'printed')
    return (
      <Page
        key="printed"
        title={t('print.printed')}
        hint={t('print.printedHint', { no: state.no, ...state.left })}
        note={o.note}
        foot={
          <>
            <Button size="main" onPress={o.onList}>
              {t('print.list')}
            </Button>
            <Button size="main" kind="primary" onPress={o.onHome}>
              {t('print.home')}
            </Button>
          </>
        }
      >
        <span className="certificates__done">
          <Icon name="check" />
        </span>
      </Page>
    );
  if (state.phase === 'failed')
    return (
      <Page
        key="failed"
        title={t('print.failed')}
        hint={state.begun ? t('print.notCounted') : undefined}
        note={o.note}
        refusal={error(state.code)}
        foot={
          <>
            <Back onPress={o.onShow} />
            {!FINAL.has(state.code) && (
              <Button size="main" kind="primary" onPress={() => setTurn(turn + 1)}>
                {t('print.again')}
              </Button>
            )}
          </>
        }
      />
    );
  return (
    <Page
      key="working"
      title={t(state.phase === 'counting' ? 'print.counting' : 'print.printing')}
      hint={t('print.printingHint')}
      note={o.note}
      foot={<span />}
    >
      <span className="sheet__waiting" />
    </Page>
  );
}

/** Asking again changes nothing. */
const FINAL = new Set([
  'certificate.dayLimit',
  'certificate.yearLimit',
  'certificate.notNow',
  'certificate.refused',
  'not.found',
]);

function usePrint({ visitId, id, purpose, onLeft }: PrintingProps, turn: number): State {
  const ask = useAsk();
  const [state, setState] = useState<State>({ phase: 'counting' });
  const tell = useRef(onLeft);
  tell.current = onLeft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is one print
  useEffect(() => {
    let isGone = false;
    const run = async (): Promise<Ended> => {
      const asked = await ask((terminal) => terminal.rooms.certificates.print({ visitId, id, purpose }));
      // No answer in time: it may have begun all the same.
      if (!asked.ok && asked.code !== 'busy') return { phase: 'failed', code: asked.code, begun: false };
      while (!isGone) {
        const news = await ask((terminal) => terminal.rooms.certificates.printing({ visitId }));
        if (!news.ok) return { phase: 'failed', code: news.code, begun: false };
        if (news.value.phase !== 'printing') return endOf(news.value);
        setState({ phase: 'printing' });
        // Nobody touches the screen while paper comes out.
        void ask((terminal) => terminal.kiosk.touch({ visitId }));
      }
      return { phase: 'failed', code: 'session.over', begun: false };
    };
    setState({ phase: 'counting' });
    void run().then((ended) => {
      if (isGone) return;
      if (ended.phase === 'printed') tell.current(ended.left);
      setState(ended);
    });
    return () => {
      isGone = true;
    };
  }, [ask, visitId, id, purpose, turn]);
  return state;
}

function endOf({ phase, code, no, left }: CertificatePrinting): Ended {
  if (phase === 'printed' && no !== null && left !== null) return { phase, no, left };
  return { phase: 'failed', code: code ?? 'busy', begun: phase === 'failed' };
}
