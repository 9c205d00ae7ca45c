import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useKiosk } from '../context.ts';
import { useSending } from '../sending.ts';
import { useStraightening } from '../use-straightening.ts';
import { Pages } from './pages.tsx';
import type { StepProps } from './props.ts';

const PageCapture = lazy(async () => ({ default: (await import('../../capture/index.tsx')).PageCapture }));

/** Pages of one material by scanner or camera; what the scanner gives is straightened here. */
export function ScanStep({ session, step }: StepProps<'scan'>) {
  const { texts, display } = useKiosk();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const [photographing, setPhotographing] = useState(false);
  const straightening = useStraightening(session.id, step.pages);
  const { camera } = step.ways;
  const isFull = step.pages.length >= step.most;
  const sessionId = session.id;
  const scan = (source: 'flatbed' | 'feeder') =>
    void send((terminal) => terminal.kiosk.scan({ sessionId, source }));

  if (photographing && camera !== null)
    return (
      <Dialog full bare title={texts.say(step.title)} onClose={() => setPhotographing(false)}>
        <Suspense fallback={null}>
          <PageCapture
            locale={display.locale}
            title={texts.say(step.title)}
            {...(camera.match !== null && { match: camera.match })}
            onCancel={() => setPhotographing(false)}
            onCamera={({ state, code }) =>
              void send((terminal) => terminal.devices.pageReport({ deviceId: camera.deviceId, state, code }))
            }
            onKeep={({ page }) => {
              setPhotographing(false);
              const file = new File([page], 'page', { type: page.type });
              void send((terminal) => terminal.kiosk.putPage({ sessionId, file, replaces: null }));
            }}
          />
        </Suspense>
      </Dialog>
    );
  return (
    <div className="scan">
      <p role="status" className="scan__says">
        {step.phase === 'scanning'
          ? t('scan.scanning')
          : straightening
            ? t('scan.straightening')
            : step.phase === 'missing'
              ? t('scan.missing')
              : step.pages.length === 0
                ? t('scan.countNone', { least: step.least })
                : t('scan.count', { n: step.pages.length, most: step.most })}
      </p>
      {(step.code ?? refusal) !== null && (
        <p className="refusal" role="alert">
          {texts.error(step.code ?? refusal ?? '')}
        </p>
      )}
      <Pages sessionId={sessionId} pages={step.pages} />
      <div className="scan__ways">
        {step.phase === 'scanning' ? (
          <Button
            size="main"
            icon="close"
            onPress={() => void send((c) => c.kiosk.cancelScan({ sessionId }))}
          >
            {t('scan.cancel')}
          </Button>
        ) : (
          <>
            {step.ways.flatbed && (
              <Button size="main" icon="scan" disabled={busy || isFull} onPress={() => scan('flatbed')}>
                {t('scan.flatbed')}
              </Button>
            )}
            {step.ways.feeder && (
              <Button size="main" icon="scan" disabled={busy || isFull} onPress={() => scan('feeder')}>
                {t('scan.feeder')}
              </Button>
            )}
            {camera !== null && (
              <Button
                size="main"
                icon="scan"
                disabled={busy || isFull}
                onPress={() => setPhotographing(true)}
              >
                {t('scan.camera')}
              </Button>
            )}
          </>
        )}
      </div>
      {step.phase !== 'scanning' && (
        <Button
          {...(step.phase === 'missing' || step.failures > 1
            ? { size: 'main' as const }
            : { kind: 'bare' as const })}
          icon="elsewhere"
          disabled={busy}
          onPress={() => void send((terminal) => terminal.kiosk.fallback({ sessionId }))}
        >
          {t('scan.fallback')}
        </Button>
      )}
    </div>
  );
}
