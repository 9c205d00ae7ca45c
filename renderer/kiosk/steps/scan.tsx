import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useKiosk } from '../context.ts';
import { useSending } from '../sending.ts';
import { useStraightening } from '../use-straightening.ts';
import { CertificateWay } from './apply/certificate.tsx';
import { DoubtNotice } from './apply/page-doubt.tsx';
import { PhoneWay } from './apply/phone.tsx';
import { ReuseWay } from './apply/reuse.tsx';
import { ReuseConsent } from './apply/reuse-consent.tsx';
import { StickWay } from './apply/stick.tsx';
import { Pages } from './pages.tsx';
import type { StepProps } from './props.ts';

const PageCapture = lazy(async () => ({ default: (await import('../../capture/index.tsx')).PageCapture }));

/** Pages of one material by scanner or camera; what the scanner gives is straightened here. */
export function ScanStep({ session, step }: StepProps<'scan'>) {
  const { texts, display } = useKiosk();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const [photographing, setPhotographing] = useState(false);
  const straightening = useStraightening(session.id, step.pages, step.job.dpi);
  const { camera } = step.ways;
  const sheets = step.pages.reduce((sum, p) => sum + p.sheets, 0);
  const isFull = sheets >= step.most || step.pages.some((p) => p.isPdf);
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
            onKeep={({ page, dpi, warnings }) => {
              setPhotographing(false);
              const file = new File([page], 'page', { type: page.type });
              void send((terminal) =>
                terminal.kiosk.putPage({ sessionId, file, replaces: null, dpi, warnings: [...warnings] }),
              );
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
                : t('scan.count', { n: sheets, most: step.most })}
      </p>
      {(step.code ?? refusal) !== null && (
        <p className="refusal" role="alert">
          {texts.error(step.code ?? refusal ?? '')}
        </p>
      )}
      {step.phase !== 'scanning' && <DoubtNotice pages={step.pages} />}
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
        ) : isFull ? null : (
          <>
            {step.ways.flatbed && (
              <Button size="main" icon="scan" disabled={busy} onPress={() => scan('flatbed')}>
                {t('scan.flatbed')}
              </Button>
            )}
            {step.ways.feeder && (
              <Button size="main" icon="scan" disabled={busy} onPress={() => scan('feeder')}>
                {t('scan.feeder')}
              </Button>
            )}
            {camera !== null && (
              <Button size="main" icon="scan" disabled={busy} onPress={() => setPhotographing(true)}>
                {t('scan.camera')}
              </Button>
            )}
            {step.ways.usb && <StickWay sessionId={sessionId} disabled={busy} />}
            {step.ways.phone !== null && (
              <PhoneWay sessionId={sessionId} way={step.ways.phone} disabled={busy} />
            )}
            {step.ways.certificate !== null && (
              <CertificateWay sessionId={sessionId} way={step.ways.certificate} disabled={busy} />
            )}
            {step.ways.reuse && <ReuseWay sessionId={sessionId} stepId={step.id} disabled={busy} />}
          </>
        )}
      </div>
      {step.mayReuse !== null && step.pages.length > 0 && step.phase !== 'scanning' && (
        <div className="scan__consent">
          <ReuseConsent sessionId={sessionId} allowed={step.mayReuse} />
        </div>
      )}
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
