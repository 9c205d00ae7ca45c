import { lazy, Suspense, useState } from 'react';
import type { PadStatus, Session } from '../../../contracts/terminal.ts';
import { secondsOf, useTimeLeft } from '../../countdown.ts';
import { Button, Switch } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Face } from '../../design/face.tsx';
import { Icon } from '../../design/icon.tsx';
import { Ring } from '../../design/ring.tsx';
import { promptText } from '../../sound/index.ts';
import { usePad } from '../context.ts';
import { useSending } from '../hooks.ts';
import { LEVEL_TEXT } from '../level-text.ts';
import { tagsOf, toggled } from '../tags.ts';
import { Title } from '../title.tsx';
import { useDetail } from '../use-detail.ts';
import { TagChoice, TagGrid } from './tag-choice.tsx';

/** Also fetched ahead, so that the keyboard opens at once. */
export const loadTextEntry = () => import('./text-entry.tsx');
const TextEntry = lazy(loadTextEntry);

/** From this much time left on the page says so, ms. */
const LEAVING_MS = 15_000;

interface SavedProps {
  status: PadStatus;
  session: Session;
  rating: NonNullable<Session['rating']>;
}

/** Durable: thanks first, a way to take it back, and what may be added if the citizen likes. */
export function Saved({ status, session, rating }: SavedProps) {
  const { texts, calls } = usePad();
  const { t } = texts;
  const { reference } = status;
  const detail = useDetail(session, rating);
  const finishing = useSending();
  const [open, setOpen] = useState<'none' | 'more' | 'text'>('none');
  const close = () => setOpen('none');

  const finish = async () => {
    await detail.settled();
    await finishing.send((terminal) => calls(terminal).finish({ sessionId: session.id }));
  };
  const tags = reference === null ? [] : tagsOf(reference.tagSet, rating.level);
  const toggle = (code: string) => detail.change({ tags: toggled(tags, detail.value.tags, code) });
  return (
    <div className="saved">
      <div className="saved__head">
        <span className="seal">
          <Icon name="check" />
        </span>
        <div className="saved__words">
          <Title>{promptText('saved', texts.locale)}</Title>
          <p className="saved__chosen">
            <Face level={rating.level} />
            <span>{t('saved.chosen', { level: t(LEVEL_TEXT[rating.level]) })}</span>
          </p>
        </div>
        <Undo session={session} undoSeconds={reference?.rules.undoSeconds ?? 0} />
      </div>
      {tags.length > 0 && (
        <TagChoice
          tags={tags}
          chosen={detail.value.tags}
          toggle={toggle}
          onMore={() => setOpen('more')}
          aside={<Leaving session={session} />}
        />
      )}
      <p className="saved__note" role="status">
        {detail.failed ? t('saved.detailFailed') : status.online ? '' : t('saved.offline')}
      </p>
      <div className="saved__foot">
        <Button size="main" icon="pencil" onPress={() => setOpen('text')}>
          {detail.value.text === '' ? t('saved.text') : t('saved.textChange')}
        </Button>
        {reference?.rules.anonymousAllowed === true && (
          <Switch checked={detail.value.anonymous} onChange={(anonymous) => detail.change({ anonymous })}>
            {t('saved.anonymous')}
          </Switch>
        )}
        <Button size="main" kind="primary" disabled={finishing.busy} onPress={finish}>
          {t('saved.done')}
        </Button>
      </div>
      {open === 'more' && (
        <Dialog
          title={t('saved.moreTitle')}
          onClose={close}
          aside={
            <Button kind="primary" icon="check" onPress={close}>
              {t('saved.moreDone')}
            </Button>
          }
        >
          <TagGrid tags={tags} chosen={detail.value.tags} toggle={toggle} />
        </Dialog>
      )}
      {open === 'text' && (
        <Suspense fallback={null}>
          <TextEntry
            initial={detail.value.text}
            onCancel={close}
            onDone={(text) => {
              detail.change({ text });
              close();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The page is about to finish by itself; any touch gives it its full time again. */
function Leaving({ session }: { session: Session }) {
  const { texts, receivedAt, now } = usePad();
  const left = useTimeLeft(session.leftMs, receivedAt, now);
  if (left > LEAVING_MS) return null;
  return <p className="quiet">{texts.t('saved.leaving', { n: secondsOf(left) })}</p>;
}

/** Takes the rating back within the undo time; the place stays empty afterwards so that nothing moves. */
function Undo({ session, undoSeconds }: { session: Session; undoSeconds: number }) {
  const { texts, calls, receivedAt, now } = usePad();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const left = useTimeLeft(session.undoMs, receivedAt, now);
  if (refusal !== null) return <p className="undo refusal">{texts.error(refusal)}</p>;
  if (left === 0) return <span className="undo" />;
  return (
    <div className="undo">
      <button
        type="button"
        className="button button--main"
        aria-disabled={busy || undefined}
        onClick={() => void send((terminal) => calls(terminal).undo({ sessionId: session.id }))}
      >
        <Ring fraction={Math.min(1, left / (undoSeconds * 1_000))} />
        <span>
          {t('saved.undo')}
          <span className="undo__left">{t('saved.undoLeft', { n: secondsOf(left) })}</span>
        </span>
      </button>
    </div>
  );
}
