import { useEffect, useRef, useState } from 'react';
import { fitSize } from './picture.ts';

/**
 * A blob as pixels, given back when the blob or the component goes. Not an `<img>`: Chromium keeps decoded images for
 * long after their element is gone, some hundred megabytes of them, and of citizens' papers nothing may stay.
 */
export function usePicture(blob: Blob): ImageBitmap | null {
  const [bitmap, setBitmap] = useState<ImageBitmap | null>(null);
  useEffect(() => {
    let made: ImageBitmap | null = null;
    let over = false;
    const show = (opened: ImageBitmap) => {
      if (over) return opened.close();
      made = opened;
      setBitmap(opened);
    };
    // The worker has opened this very blob before; the page stays empty should it fail here.
    createImageBitmap(blob).then(show, () => {});
    return () => {
      over = true;
      made?.close();
      setBitmap(null);
    };
  }, [blob]);
  return bitmap;
}

interface PictureViewProps {
  bitmap: ImageBitmap | null;
  label: string;
  /** Long side of the drawing, pixels. */
  longSide: number;
  /** The square of the picture to show; default all of it. */
  part?: { x: number; y: number; side: number };
  className?: string;
}

export function PictureView({ bitmap, label, longSide, part, className }: PictureViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [x, y, side] = [part?.x, part?.y, part?.side];
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined || bitmap === null) return;
    const whole = x === undefined || y === undefined || side === undefined;
    const shown = whole ? { width: bitmap.width, height: bitmap.height } : { width: side, height: side };
    const size = whole ? fitSize(shown.width, shown.height, longSide) : { width: longSide, height: longSide };
    element.width = size.width;
    element.height = size.height;
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      bitmap,
      whole ? 0 : x,
      whole ? 0 : y,
      shown.width,
      shown.height,
      0,
      0,
      size.width,
      size.height,
    );
  }, [bitmap, x, y, side, longSide]);
  // A canvas's pixels live until it is collected; without a size it has none.
  useEffect(() => {
    const element = canvas.current;
    return () => {
      if (element !== null) element.width = 0;
    };
  }, []);
  return (
    <canvas ref={canvas} className={className} role="img" aria-label={label} data-drawn={bitmap !== null} />
  );
}
