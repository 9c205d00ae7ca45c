import { useEffect, useState } from 'react';
import type { FittingCertificates } from '../../../../contracts/kiosk-ways.ts';
import { Button } from '../../../design/button.tsx';
import { FETCH_PATIENCE_MS, useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import { PickDialog } from './pick-dialog.tsx';
import { dayText, useApplyTexts } from './texts.ts';

/**
 * The way to a page from the e-certificate library (以证代材料). The library is asked only when the citizen wishes it; where
 * it cannot be, the button says why.
 */
export function CertificateWay({
  sessionId,
  way,
  disabled,
}: {
  sessionId: string;
  way: 'ready' | 'unproven' | 'away';
  disabled: boolean;
}) {
  const t = useApplyTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="main" icon="sheet" disabled={disabled || way !== 'ready'} onPress={() => setOpen(true)}>
        <span className="way">
          {t('certificate.open')}
          {way !== 'ready' && <small className="way__why">{t(`certificate.${way}`)}</small>}
        </span>
      </Button>
      {open && <Certificates sessionId={sessionId} onClose={() => setOpen(false)} />}
    </>
  );
}

function Certificates({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { texts, display } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk(FETCH_PATIENCE_MS);
  const [found, setFound] = useState<FittingCertificates | null>(null);
  const [doing, setDoing] = useState<'asking' | 'fetching' | null>('asking');
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    void ask((terminal) => terminal.kiosk.fittingCertificates({ sessionId })).then((reply) => {
      if (over) return;
      setDoing(null);
      if (reply.ok) setFound(reply.value);
      else setRefusal(reply.code);
    });
    return () => {
      over = true;
    };
  }, [ask, sessionId]);
  const take = async (certificateId: string) => {
    setDoing('fetching');
    setRefusal(null);
    const brought = await ask((terminal) => terminal.kiosk.takeCertificate({ sessionId, certificateId }));
    setDoing(null);
    if (brought.ok) onClose();
    else setRefusal(brought.code);
  };
  const rows = found?.rows ?? [];
  const isNone = found !== null && rows.length === 0;
  return (
    <PickDialog
      title={t('certificate.title')}
      lead={isNone ? t('certificate.none') : t('certificate.lead')}
      says={doing !== null ? t(`certificate.${doing}`) : found?.simulated ? t('certificate.simulated') : ''}
      refusal={refusal}
      busy={doing !== null}
      rows={rows.map(({ id, kind, name, issuer, validUntil }) => ({
        id,
        label: t('certificate.use', { name: texts.say(name) }),
        detail:
          kind === 'proof'
            ? t('certificate.proof', { issuer })
            : validUntil === null
              ? t('certificate.forever', { issuer })
              : t('certificate.until', { issuer, day: dayText(validUntil, display.locale) }),
      }))}
      onPick={(id) => void take(id)}
      onClose={onClose}
    />
  );
}
