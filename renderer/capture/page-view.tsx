import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { CornerEditor } from './corner-editor.tsx';
import { Fit } from './fit.tsx';
import type { Quad } from './geometry.ts';
import { useHeading } from './hooks.ts';
import { CaptureIcon } from './icons.tsx';
import { type PageResult, PREVIEW_SIDE } from './messages.ts';
import type { PageWorker } from './page-worker.ts';
import { PictureView, usePicture } from './picture-view.tsx';
import { addTurns, type Turns } from './rotate.ts';
import { Simulated } from './simulated.tsx';
import type { CaptureTexts } from './texts.ts';

export interface PageViewProps {
  texts: CaptureTexts;
  worker: PageWorker | null;
  result: PageResult;
  simulated: boolean;
  /** The same page, made anew with other corners or turned. */
  onResult: (result: PageResult) => void;
  onKeep: (result: PageResult) => void;
  onRetake: () => void;
}

/** One finished page to look at: turn it, set its corners, take it again or keep it. */
export function PageView(props: PageViewProps) {
  const { texts, worker, result, simulated, onResult, onRetake } = props;
  const [editing, setEditing] = useState(!result.sure);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const make = async (corners: Quad, turns: Turns) => {
    if (worker === null || busy) return;
    setBusy(true);
    setProblem(null);
    const made = await worker.page({ source: result.photo, kind: result.kind, corners, turns });
    if (!made.ok && made.error.code === 'device.stopped') return;
    setBusy(false);
    if (!made.ok) return setProblem(made.error.code);
    onResult(made.value);
    setEditing(false);
  };

  if (editing)
    return (
      <CornerEditor
        texts={texts}
        photo={result.photo}
        width={result.photoWidth}
        height={result.photoHeight}
        corners={result.corners}
        message={problem ?? (result.sure ? null : 'camera.noPage')}
        busy={busy}
        simulated={simulated}
        onDone={(corners) => void make(corners, result.turns)}
        onRetake={onRetake}
      />
    );
  return (
    <Review
      {...props}
      busy={busy}
      problem={problem}
      onTurn={(turns) => void make(result.corners, addTurns(result.turns, turns))}
      onCorners={() => setEditing(true)}
    />
  );
}

interface ReviewProps extends PageViewProps {
  busy: boolean;
  problem: string | null;
  onTurn: (turns: Turns) => void;
  onCorners: () => void;
}

function Review({
  texts,
  result,
  simulated,
  busy,
  problem,
  onTurn,
  onCorners,
  onKeep,
  onRetake,
}: ReviewProps) {
  const { t } = texts;
  const heading = useHeading();
  const bitmap = usePicture(result.preview);
  const doubtful = result.warnings.length > 0;
  const keep = (
    <Button
      size="main"
      {...(!doubtful && { kind: 'primary' as const })}
      icon="check"
      disabled={busy}
      onPress={() => onKeep(result)}
    >
      {t(doubtful ? 'action.keepAnyway' : 'action.keep')}
    </Button>
  );
  const retake = (
    <Button size="main" {...(doubtful && { kind: 'primary' as const })} icon="undo" onPress={onRetake}>
      {t('action.retake')}
    </Button>
  );
  return (
    <section className="capture" data-phase="review" aria-label={t('review.title')} aria-busy={busy}>
      <div className="capture__words">
        <h2 ref={heading} tabIndex={-1}>
          {t('review.title')}
        </h2>
        <div role="status">
          {problem !== null ? (
            <p className="capture__hint capture__hint--warn">{texts.error(problem)}</p>
          ) : busy ? (
            <p className="capture__hint">{t('busy')}</p>
          ) : doubtful ? (
            <Warnings texts={texts} result={result} />
          ) : (
            <p className="capture__hint">{t('review.good')}</p>
          )}
        </div>
      </div>
      <div className="capture__picture">
        <Fit ratio={result.width / result.height}>
          <PictureView
            className="capture__page"
            bitmap={bitmap}
            label={t('review.page')}
            longSide={PREVIEW_SIDE}
          />
          {simulated && <Simulated texts={texts} />}
        </Fit>
        <div className="capture__tools">
          <Button disabled={busy} onPress={() => onTurn(3)}>
            <CaptureIcon name="left" />
            {t('action.left')}
          </Button>
          <Button disabled={busy} onPress={() => onTurn(1)}>
            <CaptureIcon name="right" />
            {t('action.right')}
          </Button>
          <Button disabled={busy} onPress={onCorners}>
            <CaptureIcon name="corners" />
            {t('action.corners')}
          </Button>
        </div>
      </div>
      <div className="capture__actions">
        {doubtful ? retake : keep}
        {doubtful ? keep : retake}
      </div>
    </section>
  );
}

/** Two things at a time are enough to do better; what else is wrong shows in the next photo. */
const MOST_WARNINGS = 2;

function Warnings({ texts: { t }, result }: { texts: CaptureTexts; result: PageResult }) {
  return (
    <div className="capture__warnings">
      <p className="capture__advice">
        <Icon name="alert" />
        {t('review.advice')}
      </p>
      <ul>
        {result.warnings.slice(0, MOST_WARNINGS).map((w) => (
          <li key={w}>{t(`warning.${w}`)}</li>
        ))}
      </ul>
    </div>
  );
}
