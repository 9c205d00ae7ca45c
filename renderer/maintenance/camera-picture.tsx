import { useEffect, useRef } from 'react';
import type { DeviceStatus } from '../../contracts/devices.ts';
import { useCamera } from '../capture/hooks.ts';
import { Button } from '../design/button.tsx';
import { callService, PATIENCE } from './calls.ts';
import { useMaintenance } from './context.ts';

/** The service knows of a camera what the screens report: those codes mean that none is there. */
const MISSING = new Set<string>(['camera.missing', 'camera.unplugged']);

/** The live picture of a camera (高拍仪), which the screens open themselves; how that went is reported to the service. */
export function CameraPicture({ device }: { device: DeviceStatus }) {
  const { service, env, texts } = useMaintenance();
  const { t } = texts;
  // What the declaration wants of the camera's label is all that the service knows of its product.
  const { state, retry } = useCamera(device.identity.product ?? undefined);
  const video = useRef<HTMLVideoElement>(null);
  const stream = state.phase === 'live' ? state.stream : null;
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);

  const code = state.phase === 'out' ? state.code : null;
  const report =
    state.phase === 'live' ? 'ok' : code === null ? null : MISSING.has(code) ? 'missing' : 'fault';
  useEffect(() => {
    if (report === null) return;
    void callService(service, env.delay, PATIENCE.touch, (terminal) =>
      terminal.devices.pageReport({ deviceId: device.id, state: report, code }),
    );
  }, [service, env, device.id, report, code]);
  return (
    <section className="m-panel" aria-labelledby="m-camera">
      <h3 id="m-camera">{t('camera.title')}</h3>
      {stream !== null && (
        <video ref={video} className="m-camera" autoPlay playsInline muted aria-label={t('camera.picture')} />
      )}
      {state.phase === 'opening' && <p className="quiet">{t('camera.opening')}</p>}
      {code !== null && (
        <>
          <p role="status">
            {texts.staff(code)} <code>{code}</code>
          </p>
          <div className="m-actions m-camera__keys">
            <Button onPress={retry}>{t('camera.retry')}</Button>
          </div>
        </>
      )}
    </section>
  );
}
