import { useState } from 'react';
import type { SealRequested } from '../../../../contracts/kiosk-seal.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { FETCH_PATIENCE_MS, useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import { DigitPad } from '../../digit-pad.tsx';
import { useSending } from '../../sending.ts';
import { Thumb } from '../pages.tsx';
import type { StepProps } from '../props.ts';
import './seal.css';
import { momentText, useApplyTexts } from './texts.ts';

const CODE_LENGTH = 6;

/**
 * The enterprise's electronic seal (电子印章) on the form: it is set when the enterprise confirms on its phone. Where it
 * cannot be had now, the citizen goes on without, as the flow says.
 */
export function SealStep({ session, step }: StepProps<'seal'>) {
  const { texts, display } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk(FETCH_PATIENCE_MS);
  const { busy, refusal, send } = useSending();
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState<SealRequested | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const sessionId = session.id;
  const { seal, enterprise, otherwise, phase, way } = step;

  const request = async () => {
    setAsking(true);
    setFailed(null);
    const reply = await ask((terminal) => terminal.kiosk.requestSeal({ sessionId }));
    setAsking(false);
    if (reply.ok) setSent(reply.value);
    else setFailed(reply.code);
  };
  const code = failed ?? refusal;

  if (seal !== null)
    return (
      <div className="eseal">
        <div className="eseal__picture">
          <Thumb sessionId={sessionId} pageId={seal.pageId} alt={t('seal.picture', { name: seal.name })} />
        </div>
        <p role="status" className="eseal__says">
          {t('seal.done')}
        </p>
        <dl className="eseal__facts">
          <dt>{t('seal.name')}</dt>
          <dd>{seal.name}</dd>
          <dt>{t('seal.no')}</dt>
          <dd>{seal.no}</dd>
          <dt>{t('seal.at')}</dt>
          <dd>{momentText(seal.at, display.locale)}</dd>
        </dl>
        {seal.simulated && <p className="quiet">{t('seal.simulated')}</p>}
      </div>
    );
  return (
    <div className="eseal">
      {enterprise !== null && (
        <dl className="eseal__facts">
          <dt>{t('seal.enterprise')}</dt>
          <dd>
            {enterprise.name} <small>{enterprise.uscc}</small>
          </dd>
        </dl>
      )}
      <p className="eseal__words">{t(way === 'ready' ? 'seal.how' : `seal.${way}`)}</p>
      <p role="status" className="eseal__says">
        {asking ? t('seal.sending') : phase === 'later' ? t(`seal.later.${otherwise}`) : ''}
      </p>
      <p className="refusal" role="alert">
        {code !== null && texts.error(code)}
      </p>
      <div className="eseal__tools">
        {way === 'ready' && (
          <Button
            size="main"
            kind="primary"
            icon="phone"
            disabled={asking || busy}
            onPress={() => void request()}
          >
            {t('seal.send')}
          </Button>
        )}
        {phase === 'open' && (
          <Button
            size="main"
            icon="elsewhere"
            disabled={asking || busy}
            onPress={() => void send((terminal) => terminal.kiosk.sealLater({ sessionId }))}
          >
            {t(`seal.without.${otherwise}`)}
          </Button>
        )}
      </div>
      {sent !== null && (
        <Code
          key={sent.sentTo}
          sessionId={sessionId}
          sent={sent}
          asking={asking}
          failed={failed}
          onAgain={() => void request()}
          onClose={() => setSent(null)}
        />
      )}
    </div>
  );
}

interface CodeProps {
  sessionId: string;
  sent: SealRequested;
  /** Another code is on its way. */
  asking: boolean;
  failed: string | null;
  onAgain: () => void;
  onClose: () => void;
}

/** The code that came to the enterprise's phone. */
function Code({ sessionId, sent, asking, failed, onAgain, onClose }: CodeProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk(FETCH_PATIENCE_MS);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const confirm = async () => {
    if (busy || typed.length < CODE_LENGTH) return;
    setBusy(true);
    setRefusal(null);
    const reply = await ask((terminal) => terminal.kiosk.confirmSeal({ sessionId, code: typed }));
    setBusy(false);
    if (reply.ok) return onClose();
    setTyped('');
    setRefusal(reply.code);
  };
  const again = () => {
    setTyped('');
    setRefusal(null);
    onAgain();
  };
  const code = refusal ?? failed;
  return (
    <Dialog title={t('seal.codeTitle')} onClose={onClose}>
      <p className="eseal__sent">
        {t('seal.codeHint', { phone: sent.sentTo, n: Math.round(sent.leftMs / 60_000) })}
        {sent.simulated && ` ${t('seal.codeSimulated')}`}
      </p>
      <div className="eseal__code">
        <DigitPad
          label={t('seal.code')}
          value={typed}
          length={CODE_LENGTH}
          onChange={setTyped}
          onDone={() => void confirm()}
          clear={t('keypad.clear')}
          remove={t('keypad.delete')}
        />
      </div>
      <p role="status">{busy ? t('seal.sealing') : asking ? t('seal.sending') : ''}</p>
      <p className="refusal" role="alert">
        {!busy && !asking && code !== null && texts.error(code)}
      </p>
      <div className="page-foot eseal__foot">
        <Button size="main" onPress={onClose}>
          {t('seal.close')}
        </Button>
        <Button size="main" disabled={busy || asking} onPress={again}>
          {t('seal.again')}
        </Button>
        <Button
          size="main"
          kind="primary"
          disabled={busy || asking || typed.length < CODE_LENGTH}
          onPress={() => void confirm()}
        >
          {t('seal.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
