import { useState } from 'react';
import type { MaterialStory } from '../../contracts/hub/materials-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { EmptyNote } from '../ui/failure.tsx';
import { Download } from './download.tsx';

/** A short video that came with a rating (评价短视频): it has no sound, and plays only when the reader starts it. */
export function FilmView({ url, story }: { url: string; story: MaterialStory }) {
  const { t } = useConsoleTexts();
  const [failed, setFailed] = useState(false);
  return (
    <div className="viewer">
      <div className="viewer-bar" role="toolbar" aria-label={story.row.title}>
        <span className="second">{t('materials.silent')}</span>
        <span className="viewer-gap" />
        <Download story={story} />
      </div>
      <section className="viewer-desk" aria-label={story.row.title}>
        {failed ? (
          <EmptyNote title={t('materials.unreadable')} hint={t('materials.unreadableHint')} />
        ) : (
          <video
            className="viewer-film"
            src={url}
            controls
            muted
            playsInline
            preload="metadata"
            aria-label={story.row.title}
            onError={() => setFailed(true)}
          />
        )}
      </section>
    </div>
  );
}
