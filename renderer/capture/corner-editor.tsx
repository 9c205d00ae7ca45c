import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Fit } from './fit.tsx';
import { isConvex, mapQuad, type Point, type Quad } from './geometry.ts';
import { useHeading } from './hooks.ts';
import { CaptureIcon } from './icons.tsx';
import { PictureView, usePicture } from './picture-view.tsx';
import { Simulated } from './simulated.tsx';
import type { CaptureTexts } from './texts.ts';
import { useHeld } from './use-held.ts';

interface CornerEditorProps {
  texts: CaptureTexts;
  photo: Blob;
  width: number;
  height: number;
  corners: Quad;
  /** Error code that is told above the photograph's hint. */
  message: string | null;
  busy: boolean;
  simulated: boolean;
  onDone: (corners: Quad) => void;
  onRetake: () => void;
}

type Index = 0 | 1 | 2 | 3;
const INDICES = [0, 1, 2, 3] as const;
const NAMES = ['corners.topLeft', 'corners.topRight', 'corners.bottomRight', 'corners.bottomLeft'] as const;
/** One press moves a corner by this share of the photograph's long side; with Shift by ten times that. */
const STEP = 0.002;
/** Long side of the photograph as it is drawn, and of the enlarged part of it, pixels. */
const PHOTO_SIDE = 1_600;
const ENLARGED_SIDE = 400;
/** The enlarged part: a square of this share of the photograph's long side. */
const ENLARGED_SHARE = 0.1;
const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const MOVES = [
  ['left', 'arrowLeft', -1, 0],
  ['up', 'arrowUp', 0, -1],
  ['down', 'arrowDown', 0, 1],
  ['right', 'arrowRight', 1, 0],
] as const;

/** The same corners with one of them moved, within the photograph; unchanged where it would dent the outline. */
export function moveCorner(corners: Quad, index: Index, to: Point, width: number, height: number): Quad {
  const clamped = { x: Math.min(width, Math.max(0, to.x)), y: Math.min(height, Math.max(0, to.y)) };
  const moved = mapQuad(corners, (p, i) => (i === index ? clamped : p));
  return isConvex(moved) ? moved : corners;
}

/** Four corners on the photograph: dragged, or chosen and moved by buttons or arrow keys. */
export function CornerEditor({
  texts,
  photo,
  width,
  height,
  corners: given,
  message,
  busy,
  simulated,
  onDone,
  onRetake,
}: CornerEditorProps) {
  const { t } = texts;
  const heading = useHeading();
  const bitmap = usePicture(photo);
  const fit = useRef<HTMLDivElement>(null);
  const grip = useRef<Point>({ x: 0, y: 0 });
  const [corners, setCorners] = useState(given);
  const [chosen, setChosen] = useState<Index>(0);
  const place = (index: Index, to: Point) => setCorners((c) => moveCorner(c, index, to, width, height));
  const step = (index: Index, dx: number, dy: number, times = 1) => {
    const by = STEP * Math.max(width, height) * times;
    setCorners((c) =>
      moveCorner(c, index, { x: c[index].x + dx * by, y: c[index].y + dy * by }, width, height),
    );
  };
  const onKeyDown = (index: Index) => (e: KeyboardEvent) => {
    const move = KEYS[e.key];
    if (move === undefined) return;
    e.preventDefault();
    step(index, move[0], move[1], e.shiftKey ? 10 : 1);
  };
  /** Where the pointer is, in the photograph's pixels. */
  const pointAt = (e: PointerEvent): Point => {
    const box = fit.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return { x: 0, y: 0 };
    return {
      x: ((e.clientX - box.left) / box.width) * width,
      y: ((e.clientY - box.top) / box.height) * height,
    };
  };
  return (
    <section className="capture" data-phase="corners" aria-label={t('corners.title')} aria-busy={busy}>
      <div className="capture__words">
        <h2 ref={heading} tabIndex={-1}>
          {t('corners.title')}
        </h2>
        <p
          role="status"
          className={message === null || busy ? 'capture__hint' : 'capture__hint capture__hint--warn'}
        >
          {busy ? t('busy') : message === null ? t('corners.hint') : texts.error(message)}
        </p>
      </div>
      <div className="capture__picture">
        <Fit ratio={width / height} ref={fit}>
          <PictureView bitmap={bitmap} label={t('corners.photo')} longSide={PHOTO_SIDE} />
          <svg className="capture__outline" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <polygon points={corners.map((p) => `${p.x},${p.y}`).join(' ')} />
          </svg>
          <Magnifier {...{ texts, bitmap, width, height, corners, chosen }} />
          {INDICES.map((index) => (
            <button
              key={index}
              type="button"
              className="capture__corner"
              aria-label={t('corners.move', { corner: t(NAMES[index]) })}
              aria-pressed={index === chosen}
              style={{
                left: `${(corners[index].x / width) * 100}%`,
                top: `${(corners[index].y / height) * 100}%`,
              }}
              onFocus={() => setChosen(index)}
              onKeyDown={onKeyDown(index)}
              onPointerDown={(e) => {
                e.currentTarget.setPointerCapture(e.pointerId);
                setChosen(index);
                const at = pointAt(e);
                grip.current = { x: corners[index].x - at.x, y: corners[index].y - at.y };
              }}
              onPointerMove={(e) => {
                if (!e.currentTarget.hasPointerCapture(e.pointerId)) return;
                const at = pointAt(e);
                place(index, { x: at.x + grip.current.x, y: at.y + grip.current.y });
              }}
            />
          ))}
          {simulated && <Simulated texts={texts} />}
        </Fit>
        <fieldset className="capture__arrows">
          <legend>{t('corners.move', { corner: t(NAMES[chosen]) })}</legend>
          {MOVES.map(([name, icon, dx, dy]) => (
            <Arrow key={name} icon={icon} label={t(`corners.${name}`)} onStep={() => step(chosen, dx, dy)} />
          ))}
        </fieldset>
      </div>
      <div className="capture__actions">
        <Button size="main" kind="primary" icon="check" disabled={busy} onPress={() => onDone(corners)}>
          {t('action.done')}
        </Button>
        <div className="capture__tools">
          <Button disabled={busy} onPress={() => setCorners(given)}>
            {t('action.reset')}
          </Button>
          <Button icon="undo" onPress={onRetake}>
            {t('action.retake')}
          </Button>
        </div>
      </div>
    </section>
  );
}

interface ArrowProps {
  icon: 'arrowUp' | 'arrowDown' | 'arrowLeft' | 'arrowRight';
  label: string;
  onStep: () => void;
}

function Arrow({ icon, label, onStep }: ArrowProps) {
  const held = useHeld(onStep);
  return (
    <button type="button" className="button button--icon" aria-label={label} {...held}>
      <CaptureIcon name={icon} />
    </button>
  );
}

interface MagnifierProps {
  texts: CaptureTexts;
  bitmap: ImageBitmap | null;
  width: number;
  height: number;
  corners: Quad;
  chosen: Index;
}

/** The chosen corner enlarged, away from the finger that covers it. */
function Magnifier({ texts, bitmap, width, height, corners, chosen }: MagnifierProps) {
  const { x, y } = corners[chosen];
  const side = ENLARGED_SHARE * Math.max(width, height);
  const part = { x: x - side / 2, y: y - side / 2, side };
  return (
    <div className="capture__magnifier" data-side={x < width / 2 ? 'right' : 'left'}>
      <PictureView
        bitmap={bitmap}
        label={texts.t('corners.magnifier')}
        longSide={ENLARGED_SIDE}
        part={part}
      />
      <svg className="capture__outline" viewBox={`${part.x} ${part.y} ${side} ${side}`} aria-hidden="true">
        <polygon points={corners.map((p) => `${p.x},${p.y}`).join(' ')} />
      </svg>
    </div>
  );
}
