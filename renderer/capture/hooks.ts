import { useCallback, useEffect, useRef, useState } from 'react';
import { openPageWorker, pageTimers } from './browser.ts';
import { type Camera, type CameraState, FOR_PAGES, openCamera, type Wanted } from './camera.ts';
import type { PageWorker } from './page-worker.ts';

/** One worker for as long as the component is there. */
export function usePageWorker(): PageWorker | null {
  const [worker, setWorker] = useState<PageWorker | null>(null);
  useEffect(() => {
    const opened = openPageWorker();
    setWorker(opened);
    return () => {
      opened.close();
      setWorker(null);
    };
  }, []);
  return worker;
}

/** The camera, on for as long as the component is there. */
export function useCamera(
  match: string | undefined,
  wanted: Wanted = FOR_PAGES,
): { state: CameraState; retry: () => void } {
  const [state, setState] = useState<CameraState>({ phase: 'opening' });
  const camera = useRef<Camera | null>(null);
  useEffect(() => {
    setState({ phase: 'opening' });
    camera.current = openCamera(navigator.mediaDevices, match, pageTimers, setState, wanted);
    return () => camera.current?.close();
  }, [match, wanted]);
  const retry = useCallback(() => camera.current?.retry(), []);
  return { state, retry };
}

/** Moves the focus to a page's heading when it comes: it is read out, and no key that was meant for the page before presses anything. */
export function useHeading(): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return heading;
}
