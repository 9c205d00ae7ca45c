import { useEffect, useState } from 'react';
import type { Board, KioskStatus } from '../../contracts/kiosk.ts';
import { Button } from '../design/button.tsx';
import { usePicture } from '../pictures.ts';
import { useKiosk } from './context.ts';
import { CardPicture } from './pictures.tsx';
import { useSending } from './sending.ts';
import { Title } from './title.tsx';
import { useBoard } from './use-board.ts';

/** Nobody is there: what the hall shows, and one large button. A card that was left comes before everything. */
export function Attract({ status }: { status: KioskStatus }) {
  const { texts, display } = useKiosk();
  const { t } = texts;
  const { refusal, busy, send } = useSending();
  const board = useBoard(status.boardVersion);
  if (status.cardLeft)
    return (
      <div className="kiosk__center">
        <div className="device__picture">
          <CardPicture moving={false} />
        </div>
        <Title>{t('cardLeft.title')}</Title>
        <p>{t('cardLeft.body')}</p>
      </div>
    );
  return (
    <div className="attract">
      <Title>{status.hall === null ? t('attract.welcome') : texts.say(status.hall.name)}</Title>
      {board.slides.length > 0 && <Slides slides={board.slides} />}
      <div className="attract__begin">
        <p className="attract__hint">{t('attract.hint')}</p>
        <button
          type="button"
          className="attract__button"
          aria-disabled={busy || undefined}
          onClick={() => void send((terminal) => terminal.kiosk.begin({ locale: display.locale }))}
        >
          {t('attract.begin')}
        </button>
        <p className="refusal" role="alert">
          {refusal !== null && texts.error(refusal)}
        </p>
        <p className="attract__foot quiet">
          {!status.online && <span>{t('home.offline')}</span>}
          {status.hall !== null && status.hall.phone !== '' && (
            <span>{t('home.phone', { phone: status.hall.phone })}</span>
          )}
        </p>
      </div>
    </div>
  );
}

/** Slides turn by themselves; who reads can stop them (WCAG 2.2.2). */
function Slides({ slides }: { slides: Board['slides'] }) {
  const { texts, pictures } = useKiosk();
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
  const title = texts.say(slide.title);
  return (
    <section className="show" aria-label={t('attract.slides')}>
      <div className="show__stage">
        {url === null ? (
          <p className="show__words">{title}</p>
        ) : (
          <img key={slide.id} src={url} alt={title} draggable={false} />
        )}
      </div>
      {slides.length > 1 && (
        <p className="show__foot">
          <span className="quiet">{t('attract.slideOf', { n: at + 1, of: slides.length })}</span>
          <Button
            kind="bare"
            icon={paused ? 'play' : 'pause'}
            label={paused ? t('attract.play') : t('attract.pause')}
            onPress={() => setPaused(!paused)}
          />
        </p>
      )}
    </section>
  );
}
