import { useSyncExternalStore } from 'react';
import type { KioskSession, VisitView } from '../../../../contracts/kiosk.ts';
import { lastStatus } from '../../../client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useKiosk } from '../../context.ts';
import { List } from '../../list.tsx';
import { useSending } from '../../sending.ts';
import './draft.css';
import type { KioskTexts } from '../../texts.ts';
import { momentText, useApplyTexts } from './texts.ts';

/** Whether a half-done application is taken up again. */
export function DraftOffer({ session }: { session: KioskSession }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, refusal, send, clear } = useSending();
  const { draft } = session;
  if (draft === null)
    return refusal === null ? null : (
      <Dialog title={t('draft.title')} onClose={clear}>
        <p className="refusal" role="alert">
          {texts.error(refusal)}
        </p>
        <div className="page-foot">
          <Button size="main" kind="primary" onPress={clear} first>
            {t('draft.anew')}
          </Button>
        </div>
      </Dialog>
    );
  const answer = (how: 'take' | 'drop' | 'later') =>
    void send((terminal) => terminal.kiosk.resume({ sessionId: session.id, answer: how }));
  return (
    <Dialog title={t('draft.title')} onClose={() => answer(refusal === null ? 'take' : 'later')}>
      <p>{whereWords(draft, texts, t, 'body')}</p>
      {refusal === null && draft.updated && <p>{t('draft.updated')}</p>}
      {refusal === null && draft.scanAgain.length > 0 && (
        <>
          <p>{t('draft.scanAgain')}</p>
          <ul className="drafts__again">
            {draft.scanAgain.map(({ title, pages }) => (
              <li key={title.zh}>{t('draft.pages', { title: texts.say(title), n: pages })}</li>
            ))}
          </ul>
        </>
      )}
      <p className="refusal" role="alert">
        {refusal !== null && texts.error(refusal)}
      </p>
      <div className="page-foot">
        <Button size="main" disabled={busy} onPress={() => answer(refusal === null ? 'drop' : 'later')}>
          {t(refusal === null ? 'draft.drop' : 'draft.later')}
        </Button>
        <Button size="main" kind="primary" disabled={busy} onPress={() => answer('take')} first>
          {t('draft.take')}
        </Button>
      </div>
    </Dialog>
  );
}

type Texts = ReturnType<typeof useApplyTexts>;

/** Is there one to go on with, or to be told of, on the first page? */
export const hasDrafts = ({ drafts, submittedDrafts }: VisitView): boolean =>
  drafts.length > 0 || submittedDrafts.length > 0;

/** On the first page, in one row: what whoever signed in has left half done. `onList`: to all of them. */
export function DraftStrip({ visit, onList }: { visit: VisitView; onList: () => void }) {
  const { texts, display } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const { drafts, submittedDrafts, hallDrafts } = visit;
  const [draft, ...others] = drafts;
  const [submitted] = submittedDrafts;
  if (draft === undefined && submitted === undefined)
    // Large text has no room for it here; the list of what can be applied for says it too.
    return hallDrafts.state !== 'away' || display.elder ? null : (
      <div className="home__person home__drafts">
        <p role="status">{t('draft.away')}</p>
      </div>
    );
  if (draft !== undefined && others.length === 0 && submitted === undefined)
    return (
      <div className="home__person home__drafts">
        <p>
          <strong>{texts.say(draft.title)}</strong> {whereWords(draft, texts, t, 'homeHint')}
        </p>
        <Button
          size="main"
          icon="pencil"
          disabled={busy}
          onPress={() =>
            void send((terminal) => terminal.kiosk.start({ visitId: visit.id, flowId: draft.flowId }))
          }
        >
          {/* Large text has room for the button alone. */}
          {display.elder ? t('draft.goOn', { title: texts.say(draft.title) }) : t('draft.take')}
        </Button>
      </div>
    );
  return (
    <div className="home__person home__drafts">
      <p>
        {submitted === undefined
          ? t('draft.count', { n: drafts.length })
          : submittedWords(submitted, texts, t, 'submittedHome')}
      </p>
      <Button size="main" onPress={onList}>
        {t('draft.home')}
      </Button>
    </div>
  );
}

type Listed =
  | { id: string; draft: VisitView['drafts'][number]; submitted: null }
  | { id: string; draft: null; submitted: VisitView['submittedDrafts'][number] };
const A_PAGE = 4;

/** All of them, and what became of those that were submitted elsewhere. */
export function DraftList({ visit, onHome }: { visit: VisitView; onHome: () => void }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const note = useAwayNote(visit);
  const items: Listed[] = [
    ...visit.submittedDrafts.map((submitted) => ({
      id: `${submitted.flowId} ${submitted.receiptNo}`,
      draft: null,
      submitted,
    })),
    ...visit.drafts.map((draft) => ({ id: draft.flowId, draft, submitted: null })),
  ];
  return (
    <List
      title={t('draft.home')}
      items={items}
      most={A_PAGE}
      empty={t('draft.none')}
      note={note}
      onHome={onHome}
      draw={({ draft, submitted }) =>
        draft === null ? (
          <div className="list__item">
            <strong>{texts.say(submitted.title)}</strong>
            <span className="quiet">{submittedWords(submitted, texts, t, 'submitted')}</span>
          </div>
        ) : (
          <button
            type="button"
            className="list__item"
            aria-disabled={busy || undefined}
            onClick={() =>
              void send((terminal) => terminal.kiosk.start({ visitId: visit.id, flowId: draft.flowId }))
            }
          >
            <strong>{texts.say(draft.title)}</strong>
            <span className="quiet">{whereWords(draft, texts, t, 'listHint')}</span>
            <Icon name="elsewhere" />
          </button>
        )
      }
    />
  );
}

/** Beside whatever may be begun: there may be more than is known here. */
export function useAwayNote(visit: VisitView): string | undefined {
  const t = useApplyTexts();
  return visit.hallDrafts.state === 'away' ? t('draft.away') : undefined;
}

function submittedWords(
  { title, atMs, place, receiptNo }: VisitView['submittedDrafts'][number],
  texts: KioskTexts,
  t: Texts,
  what: 'submitted' | 'submittedHome',
): string {
  return t(`draft.${what}`, {
    title: texts.say(title),
    date: momentText(atMs, texts.locale),
    place: place === null ? t('draft.otherPlace') : texts.say(place),
    no: receiptNo ?? '',
  });
}

type Place = Pick<VisitView['drafts'][number], 'savedMs' | 'elsewhere'>;

/** When it was changed last, and at which machine. */
function whereWords(
  { savedMs, elsewhere }: Place,
  texts: KioskTexts,
  t: Texts,
  what: 'body' | 'homeHint' | 'listHint',
): string {
  const date = momentText(savedMs, texts.locale);
  if (elsewhere === null) return t(`draft.${what}`, { date });
  const place = elsewhere.name === null ? t('draft.otherPlace') : texts.say(elsewhere.name);
  return t(`draft.${what}Elsewhere`, { date, place });
}

/** In a flow that applies, of somebody who has proven who they are. */
export const isKept = ({ place, identity }: VisitView): boolean =>
  place.kind === 'flow' && place.session.keepsDrafts && identity !== null && identity.by !== 'typed';

/** What becomes of what was filled in when a flow that applies is left. */
export function KeptNote({ visit }: { visit: VisitView }) {
  const { link } = useKiosk();
  const t = useApplyTexts();
  const online = lastStatus(useSyncExternalStore(link.subscribe, link.state))?.online === true;
  if (!isKept(visit)) return null;
  const { keepDays } = visit.hallDrafts;
  return <p>{online && keepDays !== null ? t('draft.kept', { n: keepDays }) : t('draft.keptHere')}</p>;
}
