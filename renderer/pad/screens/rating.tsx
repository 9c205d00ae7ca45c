import { useState } from 'react';
import { LEVELS, type Level } from '../../../contracts/levels.ts';
import type { Reference } from '../../../contracts/reference.ts';
import type { Session } from '../../../contracts/terminal.ts';
import { secondsOf, useTimeLeft } from '../../countdown.ts';
import { Face } from '../../design/face.tsx';
import { promptText } from '../../sound/index.ts';
import { usePad } from '../context.ts';
import { useLasting } from '../hooks.ts';
import { LEVEL_TEXT } from '../level-text.ts';
import { StaffPhoto } from '../staff-card.tsx';
import { Title } from '../title.tsx';

/** A save that takes longer is seen to be under way, ms. */
const SLOW_MS = 150;

interface RatingProps {
  session: Session;
  reference: Reference | null;
}

/** The five levels: one fixed order, one size, none selected. A tap rates. */
export function Rating({ session, reference }: RatingProps) {
  const { texts, display, link, calls } = usePad();
  const { t } = texts;
  const [tapped, setTapped] = useState<Level | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const slow = useLasting(tapped !== null, SLOW_MS);

  // Once tapped the levels rest until another page comes; a refused tap leaves them as they were.
  const rate = async (level: Level) => {
    if (tapped !== null) return;
    setTapped(level);
    setRefusal(null);
    const { locale, elder } = display;
    const answer = await link.send((terminal) =>
      calls(terminal).rate({ sessionId: session.id, level, locale, elder }),
    );
    if (answer.ok) return;
    setTapped(null);
    setRefusal(answer.code);
  };
  return (
    <div className="rating">
      <div className="rating__head">
        <Title>
          {session.state === 'undone' ? t('rating.again') : promptText('rate-request', texts.locale)}
        </Title>
        <About session={session} reference={reference} />
      </div>
      <section className="levels" aria-label={t('rating.levels')} data-sending={slow || undefined}>
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="level"
            data-level={level}
            data-tapped={level === tapped || undefined}
            aria-disabled={tapped !== null || undefined}
            onClick={() => void rate(level)}
          >
            <Face level={level} />
            <span>{t(LEVEL_TEXT[level])}</span>
          </button>
        ))}
      </section>
      <div className="rating__foot">
        {refusal === null ? (
          <p className="quiet">{t('rating.promise')}</p>
        ) : (
          <p className="refusal" role="alert">
            {texts.error(refusal)}
          </p>
        )}
        <TimeLeft session={session} />
      </div>
    </div>
  );
}

/** What is rated and who served. */
function About({ session, reference }: RatingProps) {
  const { texts, display } = usePad();
  const { t } = texts;
  const { caseNo, stage, itemName } = session.case;
  const stageName = stage === 1 ? t('stage.1') : t('stage.2');
  return (
    <div className="about">
      {session.staff !== null && (
        <div className="about__staff">
          <StaffPhoto staff={session.staff} />
          <p>
            <strong className="clamp-1">{session.staff.name}</strong>
            <span className="quiet clamp-1">
              {reference === null ? '' : t('window.no', { no: reference.window.no })}
            </span>
          </p>
        </div>
      )}
      <div className="about__case">
        <p className="about__item clamp-2">{itemName ?? t('rating.case', { no: caseNo })}</p>
        {!display.elder && (
          <p className="about__meta quiet">
            {itemName !== null && <span>{t('rating.case', { no: caseNo })}</span>}
            <span className="about__stage">{stageName}</span>
            {!session.checked && <span>{t('rating.unchecked')}</span>}
          </p>
        )}
      </div>
    </div>
  );
}

function TimeLeft({ session }: { session: Session }) {
  const { texts, receivedAt, now } = usePad();
  const left = useTimeLeft(session.leftMs, receivedAt, now);
  return (
    <p className="quiet time-left" role="timer">
      {texts.t('rating.left', { n: secondsOf(left) })}
    </p>
  );
}
