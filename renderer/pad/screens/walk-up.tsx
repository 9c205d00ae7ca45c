import { lazy, Suspense, useState } from 'react';
import type { Stage } from '../../../contracts/primitives.ts';
import type { PadStatus } from '../../../contracts/terminal.ts';
import { Button } from '../../design/button.tsx';
import { promptText } from '../../sound/index.ts';
import { fitCaseNo, MAX_CASE_NO } from '../case-no.ts';
import { usePad } from '../context.ts';
import type { Sending } from '../hooks.ts';
import { Title } from '../title.tsx';
import { Message } from './message.tsx';

const Keyboard = lazy(() => import('../../keyboard/index.tsx').then((m) => ({ default: m.Keyboard })));
const CameraScan = lazy(() => import('../../scan/index.tsx').then((m) => ({ default: m.CameraScan })));

interface WalkUpProps {
  sending: Sending;
  onSubmit: (source: 'scanned' | 'typed', text: string, stage: Stage) => void;
}

interface ScanProps extends WalkUpProps {
  status: PadStatus;
  onType: () => void;
  onHome: () => void;
}

/** Naming the case by its receipt: by the pad's camera, or by a scanner that types. */
export function Scan({ status, sending, onSubmit, onType, onHome }: ScanProps) {
  const { texts } = usePad();
  const { t } = texts;
  const looking = status.camera && !sending.busy && sending.refusal === null;
  if (looking)
    return (
      <div className="walk-up walk-up--camera">
        <Title unseen>{promptText('scan-receipt', texts.locale)}</Title>
        <Suspense fallback={<p className="quiet">{t('scan.loading')}</p>}>
          <CameraScan
            onScan={(text) => onSubmit('scanned', text, 1)}
            onCancel={onHome}
            onType={onType}
            locale={texts.locale}
          />
        </Suspense>
      </div>
    );
  return (
    <Message
      icon="scan"
      title={promptText('scan-receipt', texts.locale)}
      body={
        sending.busy
          ? t('scan.checking')
          : sending.refusal === null
            ? t('scan.wedge')
            : texts.error(sending.refusal)
      }
      actions={
        <>
          {status.camera && (
            <Button size="main" icon="scan" disabled={sending.busy} onPress={sending.clear}>
              {t('scan.again')}
            </Button>
          )}
          <Button size="main" icon="keyboard" disabled={sending.busy} onPress={onType}>
            {t('action.type')}
          </Button>
        </>
      }
    />
  );
}

/** Naming the case by its number (办件编号), then the stage (办理环节): one question a page. */
export function TypeCase({ sending, onSubmit }: WalkUpProps) {
  const { texts } = usePad();
  const { t } = texts;
  const [caseNo, setCaseNo] = useState('');
  const [step, setStep] = useState<'no' | 'stage'>('no');
  const [missing, setMissing] = useState(false);
  const change = (text: string) => {
    setCaseNo(fitCaseNo(text));
    setMissing(false);
    sending.clear();
  };
  const next = () => {
    if (caseNo === '') setMissing(true);
    else setStep('stage');
  };
  if (step === 'stage')
    return (
      <div className="walk-up">
        <Title>{t('case.stageTitle')}</Title>
        <p className="stage__no">{t('rating.case', { no: caseNo })}</p>
        <div className="stage__choice">
          <StageButton
            name={t('case.stage1')}
            hint={t('case.stage1Hint')}
            onPress={() => onSubmit('typed', caseNo, 1)}
          />
          <StageButton
            name={t('case.stage2')}
            hint={t('case.stage2Hint')}
            onPress={() => onSubmit('typed', caseNo, 2)}
          />
        </div>
        <Outcome sending={sending} />
        <div className="page-foot">
          <Button
            size="main"
            icon="back"
            onPress={() => {
              sending.clear();
              setStep('no');
            }}
          >
            {t('action.back')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="walk-up">
      <Title>{promptText('enter-case', texts.locale)}</Title>
      <div className="case__entry">
        <label className="visually-hidden" htmlFor="case-no">
          {t('case.label')}
        </label>
        <input
          id="case-no"
          className="case__field"
          value={caseNo}
          readOnly
          aria-describedby="case-hint"
          aria-invalid={missing || undefined}
        />
        <Button kind="primary" onPress={next}>
          {t('action.next')}
        </Button>
      </div>
      <p id="case-hint" className={missing ? 'refusal' : 'quiet'} role={missing ? 'alert' : undefined}>
        {missing ? t('case.empty') : t('case.hint')}
      </p>
      <Suspense fallback={<p className="quiet">{t('text.loading')}</p>}>
        <Keyboard
          value={caseNo}
          onChange={change}
          maxLength={MAX_CASE_NO}
          onDone={next}
          layout="case"
          locale={texts.locale}
        />
      </Suspense>
    </div>
  );
}

function StageButton({ name, hint, onPress }: { name: string; hint: string; onPress: () => void }) {
  return (
    <button type="button" className="button stage__button" onClick={onPress}>
      <span className="stage__name">{name}</span>
      <span className="quiet">{hint}</span>
    </button>
  );
}

function Outcome({ sending }: { sending: Sending }) {
  const { texts } = usePad();
  return (
    <p className={sending.refusal === null ? 'outcome' : 'outcome refusal'} role="status">
      {sending.busy ? texts.t('scan.checking') : sending.refusal !== null && texts.error(sending.refusal)}
    </p>
  );
}
