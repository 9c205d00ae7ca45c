import { useSyncExternalStore } from 'react';
import type { KioskSession, VisitView } from '../../../../contracts/kiosk.ts';
import { lastStatus } from '../../../client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useKiosk } from '../../context.ts';
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
      {draft.updated && <p>{t('draft.updated')}</p>}
      {draft.scanAgain.length > 0 && (
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

type Place = Pick<VisitView['drafts'][number], 'savedMs' | 'elsewhere'>;

/** When it was changed last, and at which machine. */
function whereWords(
  { savedMs, elsewhere }: Place,
  texts: KioskTexts,
  t: ReturnType<typeof useApplyTexts>,
  what: 'body' | 'homeHint',
): string {
  const date = momentText(savedMs, texts.locale);
  if (elsewhere === null) return t(`draft.${what}`, { date });
  const place = elsewhere.name === null ? t('draft.otherPlace') : texts.say(elsewhere.name);
  return t(`draft.${what}Elsewhere`, { date, place });
}

/** On the first page: what whoever signed in has left half done, and what became of it elsewhere. */
export function OpenDrafts({ visit }: { visit: VisitView }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const { drafts, submittedDrafts, hallDrafts } = visit;
  const isAway = hallDrafts.state === 'away';
  if (drafts.length === 0 && submittedDrafts.length === 0 && !isAway) return null;
  return (
    <section className="drafts">
      <h2 className="drafts__title">{t('draft.home')}</h2>
      {isAway && <p role="status">{t('draft.away')}</p>}
      <ul className="drafts__list">
        {submittedDrafts.map(({ flowId, title, receiptNo, atMs, place }) => (
          <li key={`${flowId} ${receiptNo}`}>
            <strong>{texts.say(title)}</strong>{' '}
            {t('draft.submitted', {
              date: momentText(atMs, texts.locale),
              place: place === null ? t('draft.otherPlace') : texts.say(place),
              no: receiptNo ?? '',
            })}
          </li>
        ))}
        {drafts.map(({ flowId, title, ...place }) => (
          <li key={flowId} className="drafts__draft">
            <span>
              <strong>{texts.say(title)}</strong>
              <small className="quiet">{whereWords(place, texts, t, 'homeHint')}</small>
            </span>
            <Button
              size="main"
              icon="pencil"
              disabled={busy}
              onPress={() => void send((terminal) => terminal.kiosk.start({ visitId: visit.id, flowId }))}
            >
              {t('draft.take')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
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
