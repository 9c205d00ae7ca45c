import { useLayoutEffect, useRef, useState } from 'react';
import type { Slip } from '../../../../contracts/slip.ts';
import { SlipPreview } from '../../../slip/index.tsx';

/** Times the size on paper: larger is no easier to read, smaller is not readable and is scrolled instead. */
const MOST = 1.3;
const LEAST = 0.5;
const SAME = 0.01;

/** The slip as large as its place lets it be whole: it may have to be photographed. */
export function FittedSlip({ slip }: { slip: Slip }) {
  const box = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const place = box.current;
    const paper = place?.firstElementChild?.firstElementChild;
    if (place == null || paper == null) return;
    const fill = () => {
      const { width, height } = paper.getBoundingClientRect();
      const times = Math.min(place.clientWidth / width, place.clientHeight / height);
      const next = Math.max(LEAST, Math.min(MOST, scale * times));
      if (Number.isFinite(next) && Math.abs(next - scale) > SAME) setScale(next);
    };
    fill();
    const watch = new ResizeObserver(fill);
    watch.observe(place);
    return () => watch.disconnect();
  });
  return (
    <div className="booking__slip" ref={box}>
      <SlipPreview slip={slip} scale={scale} />
    </div>
  );
}
