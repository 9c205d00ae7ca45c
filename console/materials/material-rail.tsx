import { useState } from 'react';
import { type Application, type MaterialStory, materialPaths } from '../../contracts/hub/materials-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { StateText } from '../ui/state-text.tsx';
import { bytesText, STATE_TONE, TYPE_NAMES } from './words.ts';

/** The application's materials; the pages of the one that is looked at hang below it, as thumbnails. */
export function MaterialRail(o: {
  application: Application;
  shown: { id: string; page: number } | null;
  onShow: (material: string, page: number) => void;
}) {
  const { t } = useConsoleTexts();
  return (
    <nav className="desk-rail" aria-label={t('materials.list')}>
      <ul>
        {o.application.materials.map((story) => (
          <li key={story.row.id} className="rail-item">
            <Entry
              story={story}
              thumbnail={(page) =>
                materialPaths.thumbnail(o.application.id, story.row.id, page, o.application.ticket)
              }
              page={o.shown?.id === story.row.id ? o.shown.page : null}
              onShow={(page) => o.onShow(story.row.id, page)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Entry(o: {
  story: MaterialStory;
  thumbnail: (page: number) => string;
  page: number | null;
  onShow: (page: number) => void;
}) {
  const { t } = useConsoleTexts();
  const { row, signature, pages } = o.story;
  const whole = row.state === 'whole';
  return (
    <>
      <button
        type="button"
        className="rail-material"
        aria-current={o.page !== null}
        onClick={() => o.onShow(1)}
      >
        {whole && row.type !== 'video/webm' && <Thumbnail src={o.thumbnail(1)} className="rail-cover" />}
        <span className="rail-words">
          <span className="rail-title">{row.title}</span>
          <span className="second">
            {t('materials.pages', { n: row.pages })} · {TYPE_NAMES[row.type]} · {bytesText(row.size)}
          </span>
          <span className="rail-state">
            {whole && signature.valid ? (
              <StateText tone="good">{t('materials.signatureValid')}</StateText>
            ) : whole ? (
              <StateText tone="bad">{t('materials.signatureInvalid')}</StateText>
            ) : (
              <StateText tone={STATE_TONE[row.state]}>{t(`materials.state.${row.state}`)}</StateText>
            )}
          </span>
        </span>
      </button>
      {o.page !== null && whole && pages.length > 1 && (
        <ol className="rail-pages">
          {pages.map(({ no }) => (
            <li key={no}>
              <button
                type="button"
                className="rail-page"
                aria-current={no === o.page}
                aria-label={t('materials.page', { no, n: pages.length })}
                onClick={() => o.onShow(no)}
              >
                <Thumbnail src={o.thumbnail(no)} className="rail-picture" />
                <span>{no}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** A page that cannot be drawn, or whose ticket is over, is an empty sheet: its number says which it is. */
function Thumbnail({ src, className }: { src: string; className: string }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className={className} aria-hidden>
      {!failed && <img src={src} alt="" loading="lazy" onError={() => setFailed(true)} />}
    </span>
  );
}
