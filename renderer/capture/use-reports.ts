import { useEffect, useRef } from 'react';
import type { CameraState } from './camera.ts';

/** How the camera is, in the shape of `devices.pageReport`. */
export interface CameraReport {
  state: 'ok' | 'missing' | 'fault';
  code: string | null;
}

/** Tells how the camera is whenever that changes. */
export function useReports(state: CameraState, onCamera: ((report: CameraReport) => void) | undefined): void {
  const tell = useRef(onCamera);
  useEffect(() => {
    tell.current = onCamera;
  });
  useEffect(() => {
    if (state.phase === 'live') tell.current?.({ state: 'ok', code: null });
    else if (state.phase === 'out') tell.current?.({ state: reported(state.code), code: state.code });
  }, [state]);
}

const reported = (code: string): 'missing' | 'fault' =>
  code === 'camera.missing' || code === 'camera.unplugged' ? 'missing' : 'fault';
