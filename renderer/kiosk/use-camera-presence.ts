import { useEffect } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Link } from '../client.ts';

/** Tells the service whether a camera is plugged in, at the beginning and at every change. `ids`: the declared ones. */
export function useCameraPresence(link: Link<KioskStatus>, ids: readonly string[], isLive: boolean): void {
  const declared = ids.join();
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!isLive || declared === '' || mediaDevices === undefined) return;
    const look = async () => {
      const found = await mediaDevices.enumerateDevices().catch(() => []);
      const isThere = found.some((device) => device.kind === 'videoinput');
      for (const deviceId of declared.split(','))
        await link.send((terminal) =>
          terminal.devices.pageReport({
            deviceId,
            state: isThere ? 'ok' : 'missing',
            code: isThere ? null : 'camera.missing',
          }),
        );
    };
    const again = () => void look();
    again();
    mediaDevices.addEventListener('devicechange', again);
    return () => mediaDevices.removeEventListener('devicechange', again);
  }, [link, declared, isLive]);
}
