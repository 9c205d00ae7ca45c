/** A signature's picture, px: 3:1, enough for print at 300 dpi in a field of 10 cm. */
export const WIDTH_PX = 1_200;
export const HEIGHT_PX = 400;

/** Less than this is a slip of the finger: strokes, and px of all of them together. */
const LEAST_STROKES = 2;
const LEAST_PX = 400;
/** Of a line, px: at no pressure and at full; what tells no pressure says 0.5. */
const THIN_PX = 4;
const THICK_PX = 14;

export interface Ink {
  /** Enough was drawn to be a name. */
  isEnough(): boolean;
  clear(): void;
  /** Shows an earlier signature; drawing begins anew over it. */
  show(picture: ImageBitmap): void;
  /** Black on white, PNG. */
  picture(): Promise<Blob | null>;
  stop(): void;
}

/** Draws on a canvas what a finger, pen or mouse writes. `onStroke`: after each stroke. */
export function createInk(canvas: HTMLCanvasElement, onStroke: () => void): Ink {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2d context');
  let strokes = 0;
  let lengthPx = 0;
  /** The pointer that draws; others beside it (the ball of the hand) are passed over. */
  let pen: { id: number; x: number; y: number } | null = null;
  let isForeign = false;

  function blank(): void {
    if (context === null) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
    strokes = 0;
    lengthPx = 0;
    isForeign = false;
  }

  function at(event: PointerEvent): { x: number; y: number } {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * WIDTH_PX,
      y: ((event.clientY - box.top) / box.height) * HEIGHT_PX,
    };
  }

  function line(to: { x: number; y: number }, pressure: number): void {
    if (pen === null || context === null) return;
    context.beginPath();
    context.moveTo(pen.x, pen.y);
    context.lineTo(to.x, to.y);
    context.lineWidth = THIN_PX + (THICK_PX - THIN_PX) * (pressure > 0 ? pressure : 0.5);
    context.lineCap = 'round';
    context.strokeStyle = '#000';
    context.stroke();
    lengthPx += Math.hypot(to.x - pen.x, to.y - pen.y);
    pen = { ...pen, ...to };
  }

  function onDown(event: PointerEvent): void {
    if (pen !== null) return;
    if (isForeign) blank();
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen = { id: event.pointerId, ...at(event) };
    line({ x: pen.x + 0.1, y: pen.y }, event.pressure);
  }
  function onMove(event: PointerEvent): void {
    if (event.pointerId !== pen?.id) return;
    event.preventDefault();
    for (const part of event.getCoalescedEvents()) line(at(part), part.pressure);
    line(at(event), event.pressure);
  }
  function onUp(event: PointerEvent): void {
    if (event.pointerId !== pen?.id) return;
    pen = null;
    strokes += 1;
    onStroke();
  }

  const events = [
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerup', onUp],
    ['pointercancel', onUp],
  ] as const;
  for (const [name, listener] of events) canvas.addEventListener(name, listener);
  blank();
  return {
    isEnough: () => strokes >= LEAST_STROKES && lengthPx >= LEAST_PX,
    clear: blank,
    show(picture) {
      if (strokes > 0) return;
      blank();
      context.drawImage(picture, 0, 0, WIDTH_PX, HEIGHT_PX);
      isForeign = true;
    },
    picture: () => new Promise((resolve) => canvas.toBlob(resolve, 'image/png')),
    stop() {
      for (const [name, listener] of events) canvas.removeEventListener(name, listener);
      blank();
    },
  };
}
