import { useEffect, useState } from 'react';
import type { Reference } from '../../../contracts/reference.ts';
import { Button } from '../../design/button.tsx';
import { usePicture } from '../../pictures.ts';
import { usePad } from '../context.ts';

/** Slides turn by themselves; who reads can stop them (WCAG 2.2.2). */
export function Slides({ slides }: { slides: Reference['slides'] }) {
  const { texts, pictures } = usePad();
  const { t } = texts;
  const [index, setIndex] = useState(0);
  const [paused, setPaused] = useState(false);
  const at = index % slides.length;
  const slide = slides[at];
  const seconds = slide?.seconds ?? 0;
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => setIndex(at + 1), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [at, seconds, paused]);
  const url = usePicture(pictures, slide?.image.sha256 ?? null);
  if (slide === undefined) return null;
  return (
    <section className="slides" aria-label={t('idle.slides')}>
      <div className="slides__stage">
        {url === null ? (
          <p className="slides__words">{texts.name(slide.title)}</p>
        ) : (
          <img key={slide.id} src={url} alt={texts.name(slide.title)} draggable={false} />
        )}
      </div>
      {slides.length > 1 && (
        <div className="slides__foot">
          <p className="slides__dots">
            <span className="visually-hidden">{t('idle.slideOf', { n: at + 1, of: slides.length })}</span>
            {slides.map((s, i) => (
              <span key={s.id} className="slides__dot" data-here={i === at || undefined} />
            ))}
          </p>
          <Button
            kind="bare"
            icon={paused ? 'play' : 'pause'}
            label={paused ? t('idle.play') : t('idle.pause')}
            onPress={() => setPaused(!paused)}
          />
        </div>
      )}
    </section>
  );
}
