import type { KioskSession, VisitView } from '../../../../contracts/kiosk.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useKiosk } from '../../context.ts';
import { useSending } from '../../sending.ts';
import './draft.css';
import { momentText, useApplyTexts } from './texts.ts';

/** Whether a half-done application is taken up again. */
export function DraftOffer({ session }: { session: KioskSession }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const { draft } = session;
  if (draft === null) return null;
  const answer = (take: boolean) =>
    void send((terminal) => terminal.kiosk.resume({ sessionId: session.id, take }));
  return (
    <Dialog title={t('draft.title')} onClose={() => answer(true)}>
      <p>{t('draft.body', { date: momentText(draft.savedMs, texts.locale) })}</p>
      <div className="page-foot">
        <Button size="main" disabled={busy} onPress={() => answer(false)}>
          {t('draft.drop')}
        </Button>
        <Button size="main" kind="primary" disabled={busy} onPress={() => answer(true)} first>
          {t('draft.take')}
        </Button>
      </div>
    </Dialog>
  );
}

/** On the first page: what whoever signed in has left half done here. */
export function OpenDrafts({ visit }: { visit: VisitView }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  if (visit.drafts.length === 0) return null;
  return (
    <section className="drafts">
      <h2 className="drafts__title">{t('draft.home')}</h2>
      <ul className="drafts__list">
        {visit.drafts.map(({ flowId, title, savedMs }) => (
          <li key={flowId} className="drafts__draft">
            <span>
              <strong>{texts.say(title)}</strong>
              <small className="quiet">
                {t('draft.homeHint', { date: momentText(savedMs, texts.locale) })}
              </small>
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

/** What becomes of what was filled in when a flow that applies is left. */
export function KeptNote({ visit }: { visit: VisitView }) {
  const t = useApplyTexts();
  const { place, identity } = visit;
  const isKept =
    place.kind === 'flow' && place.session.keepsDrafts && identity !== null && identity.by !== 'typed';
  return isKept ? <p>{t('draft.kept')}</p> : null;
}
