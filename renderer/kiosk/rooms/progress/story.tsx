import { useState } from 'react';
import type { CaseStory } from '../../../../contracts/hub/applications-api.ts';
import type { Followed } from '../../../../contracts/rooms/progress.ts';
import { Button } from '../../../design/button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { Back, Choices } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useLoad, useOnce } from '../use-load.ts';
import { Loading, Sheet, useOnline } from './frame.tsx';
import type { Rateable } from './pages.ts';
import { useTexts } from './texts.ts';
import { TONES } from './tones.ts';

/** Steps of a case's way on one page, where there is room. */
const MOST = 6;

interface StoryProps {
  visitId: string;
  identity: MaskedIdentity | null;
  no: string;
  onRate: (what: Rateable) => Promise<string | null>;
  /** To be rated all the same: the hall may know a case that has no story. */
  onRateUnknown: () => void;
  onSignIn: () => void;
  onBack: () => void;
}

/** Where a case stands, what comes next, and what the citizen can do. */
export function Story(props: StoryProps) {
  const { visitId, identity, no, onBack } = props;
  const { t, error } = useTexts();
  const key = `${no} ${identity?.by ?? ''}`;
  const { loaded, again } = useLoad(key, (terminal) => terminal.rooms.progress.find({ visitId, no }));
  if (loaded.state === 'loading') return <Loading onBack={onBack} />;
  if (loaded.state === 'ready') {
    const found = loaded.value;
    return found.at === 'here' ? <Here {...props} found={found} /> : <AtTheHall {...props} found={found} />;
  }
  if (loaded.code === 'case.unknown')
    return (
      <Sheet
        title={t('unknown.title')}
        hint={t('unknown.body', { no })}
        foot={
          <>
            <Back onPress={onBack} />
            <Button size="main" onPress={props.onRateUnknown}>
              {t('unknown.rate')}
            </Button>
          </>
        }
      />
    );
  const isOffline = loaded.code === 'hub.unreachable' || loaded.code === 'hub.notOurs';
  return (
    <Sheet
      title={t(isOffline ? 'offline.title' : 'page.failed')}
      hint={isOffline ? t('offline.body') : error(loaded.code)}
      foot={
        <>
          <Back onPress={onBack} />
          {loaded.code !== 'case.badNo' && (
            <Button size="main" kind="primary" onPress={again}>
              {t('page.again')}
            </Button>
          )}
        </>
      }
    />
  );
}

type Hall = Extract<Followed, { at: 'hall' }>;
type Kept = Extract<Followed, { at: 'here' }>;

/** The rating button; a rated case says so in its place. */
function RateButton({ found, onRate }: { found: Followed; onRate: () => void }) {
  const { t } = useTexts();
  return found.rated ? (
    <p className="progress__rated">{t('story.rated')}</p>
  ) : (
    <Button size="main" onPress={onRate}>
      {t('story.rate')}
    </Button>
  );
}

function AtTheHall({ visitId, identity, found, onRate, onSignIn, onBack }: StoryProps & { found: Hall }) {
  const { t, error } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string>();
  const [way, setWay] = useState(false);
  const { story } = found;
  const isOwn = story.scope === 'own';
  const isEnded = story.state === 'concluded' || story.state === 'refused';
  const canProve = identity === null || identity.by === 'typed';
  const supplement = async () => {
    setRefusal(undefined);
    const reply = await once((terminal) => terminal.rooms.progress.supplement({ visitId, no: found.no }));
    if (reply !== null && !reply.ok) setRefusal(`${t('story.supplementFailed')}：${error(reply.code)}`);
  };
  const rate = async () => {
    const code = await onRate({ no: found.no, stage: found.stage });
    if (code !== null) setRefusal(error(code));
  };
  if (way) return <Way story={story} onBack={() => setWay(false)} />;
  return (
    <Sheet
      isLong
      title={isOwn ? story.itemName : t('story.title')}
      hint={isOwn ? t('story.no', { no: story.caseNo }) : t('story.followed', { no: found.no })}
      note={isOwn ? undefined : t(canProve ? 'story.public' : 'story.notYours')}
      refusal={refusal}
      foot={
        <>
          <Back onPress={onBack} />
          {!isOwn && canProve && (
            <Button size="main" icon="person" onPress={onSignIn}>
              {t('page.signIn')}
            </Button>
          )}
          {isOwn && (
            <Button size="main" onPress={() => setWay(true)}>
              {t('story.wayTitle')}
            </Button>
          )}
          {story.state !== 'supplement' && <RateButton found={found} onRate={() => void rate()} />}
          {isOwn && story.asked.length > 0 && (
            <Button size="main" kind="primary" disabled={busy} onPress={() => void supplement()}>
              {t('story.supplement')}
            </Button>
          )}
        </>
      }
    >
      <div className="progress__story">
        <section className="progress__now">
          <State tone={TONES.case[story.state]}>{t(`state.${story.state}`)}</State>
          <h2>{t('story.nextTitle')}</h2>
          <p>{t(`next.${story.state}`)}</p>
          {isOwn && isEnded && <Why reason={story.timeline.at(-1)?.reason ?? null} />}
          {isOwn && story.state === 'concluded' && <Collect story={story} />}
        </section>
        {isOwn && story.asked.length > 0 && <Asked story={story} />}
        {!isOwn && <Latest story={story} onPress={() => setWay(true)} />}
      </div>
    </Sheet>
  );
}

function State({ tone, children }: { tone: string; children: string }) {
  return (
    <p className="progress__state progress__state--large" data-tone={tone}>
      {children}
    </p>
  );
}

/** The last step, and the way to all of them. */
function Latest({ story, onPress }: { story: CaseStory; onPress: () => void }) {
  const { t, time } = useTexts();
  const last = story.timeline.at(-1);
  return (
    <button type="button" className="progress__row progress__latest" onClick={onPress}>
      <strong>{t('story.wayTitle')}</strong>
      {last !== undefined && (
        <span className="quiet">
          {t(`event.${last.kind}`)} · {time(last.atMs)}
        </span>
      )}
      <Icon name="forward" />
    </button>
  );
}

/** All that has happened (办理经过), newest first. */
function Way({ story, onBack }: { story: CaseStory; onBack: () => void }) {
  const { t, time } = useTexts();
  const events = story.timeline.map((event, n) => ({ ...event, n })).toReversed();
  return (
    <Sheet title={t('story.wayTitle')} isLong foot={<Back onPress={onBack} />}>
      <Choices
        items={events}
        most={MOST}
        layout="progress__events"
        keyOf={({ n }) => String(n)}
        draw={({ kind, atMs, reason }) => (
          <div className="progress__event">
            <strong>{t(`event.${kind}`)}</strong>
            <span className="quiet">{time(atMs)}</span>
            {reason !== null && <span>{t('story.reason', { reason })}</span>}
          </div>
        )}
      />
    </Sheet>
  );
}

type Own = Extract<CaseStory, { scope: 'own' }>;

/** What the clerk wrote at the end of it. */
function Why({ reason }: { reason: string | null }) {
  const { t } = useTexts();
  return reason === null ? null : <p>{t('story.reason', { reason })}</p>;
}

/** Where and with what the result is fetched (取件). */
function Collect({ story: { delivery, collect } }: { story: Own }) {
  const { t, say } = useTexts();
  if (delivery === 'express') return <p>{t('collect.express')}</p>;
  if (collect === null) return <p>{t('collect.hall')}</p>;
  const name = say(collect.name);
  return (
    <p>
      {collect.windowNo === null
        ? t('collect.department', { name })
        : t('collect.window', { no: collect.windowNo, name })}
    </p>
  );
}

/** What is asked for now (补正). */
function Asked({ story: { asked, askedReason } }: { story: Own }) {
  const { t } = useTexts();
  return (
    <section className="progress__now">
      <h2>{t('story.asked')}</h2>
      <ul className="progress__asked">
        {asked.map(({ code, title }) => (
          <li key={code}>{title}</li>
        ))}
      </ul>
      {askedReason !== null && <p>{t('story.reason', { reason: askedReason })}</p>}
    </section>
  );
}

/** What this machine itself knows of an application. */
function Here({ found, onRate, onBack }: StoryProps & { found: Kept }) {
  const { t, say, time, error } = useTexts();
  const online = useOnline();
  const [refusal, setRefusal] = useState<string>();
  const { kept } = found;
  const rate = async () => {
    const code = await onRate({ no: found.no, stage: found.stage });
    if (code !== null) setRefusal(error(code));
  };
  const title = t(kept.isSupplement ? 'here.supplementTitle' : 'here.title');
  const next = kept.state === 'sent' && online ? 'here.sentOnlineNext' : (`here.${kept.state}Next` as const);
  return (
    <Sheet
      title={kept.itemName === null ? title : say(kept.itemName)}
      hint={t('story.receipt', { no: kept.receiptNo })}
      refusal={refusal}
      foot={
        <>
          <Back onPress={onBack} />
          <RateButton found={found} onRate={() => void rate()} />
        </>
      }
    >
      <section className="progress__now">
        <State tone={TONES.here[kept.state]}>{t(`here.${kept.state}`)}</State>
        <h2>{t('story.nextTitle')}</h2>
        <p>{t(next)}</p>
        <p className="quiet">{t('mine.made', { time: time(kept.atMs) })}</p>
      </section>
    </Sheet>
  );
}
