import { useState } from 'react';
import type { Slip } from '../../../../contracts/slip.ts';
import { Button } from '../../../design/button.tsx';
import { SlipPreview } from '../../../slip/index.tsx';
import { useKiosk } from '../../context.ts';
import { useLoad, useOnce } from '../use-load.ts';
import { Back, Page, Wait } from './frame.tsx';
import type { GuidePage } from './pages.ts';
import { useTexts } from './texts.ts';

type Printing = { phase: 'none' | 'printing' | 'printed' } | { phase: 'failed'; code: string };

interface TakeProps {
  visitId: string;
  guide: GuidePage;
  onBack: () => void;
  onHome: () => void;
}

/** The guide to take along: by phone, or on paper. */
export function Take({ visitId, guide: { code }, onBack, onHome }: TakeProps) {
  const { t, say, error } = useTexts();
  const { display } = useKiosk();
  const { loaded, again } = useLoad(`${code} ${display.locale}`, (terminal) =>
    terminal.rooms.services.guide({ visitId, code }),
  );
  const { busy, once } = useOnce();
  const [printing, setPrinting] = useState<Printing>({ phase: 'none' });
  const print = async () => {
    setPrinting({ phase: 'printing' });
    const reply = await once((terminal) => terminal.rooms.services.print({ visitId, code }));
    if (reply !== null) setPrinting(reply.ok ? { phase: 'printed' } : { phase: 'failed', code: reply.code });
  };
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {({ item, qr }) => (
        <Page
          layout="services--full"
          title={t('take.title')}
          hint={say(item.name)}
          refusal={printing.phase === 'failed' ? `${error(printing.code)} ${t('take.failed')}` : undefined}
          foot={
            <>
              <Back onPress={onBack} />
              <Button size="main" onPress={onHome}>
                {t('page.home')}
              </Button>
              <Button size="main" kind="primary" disabled={busy} onPress={() => void print()}>
                {t('take.print')}
              </Button>
            </>
          }
        >
          <div className="services__take">
            <div>
              <h2>{t('take.scan')}</h2>
              <p className="quiet">{t(qr.startsWith('https://') ? 'take.scanLink' : 'take.scanHint')}</p>
              <p className="services__said" role="status">
                {printing.phase === 'printing' && t('take.printing')}
                {printing.phase === 'printed' && t('take.printed')}
              </p>
            </div>
            <SlipPreview slip={codeOf(qr)} scale={0.85} />
          </div>
        </Page>
      )}
    </Wait>
  );
}

const codeOf = (text: string): Slip => ({ blocks: [{ type: 'qr', text, align: 'centre' }] });
