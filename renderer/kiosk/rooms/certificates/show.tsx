import { useEffect, useState } from 'react';
import type { CertificateView } from '../../../../contracts/certificate.ts';
import { Button } from '../../../design/button.tsx';
import { useAsk } from '../../ask.ts';
import { Back, Page } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import { Validity } from './lists.tsx';
import { useTexts } from './texts.ts';

interface ShowProps {
  visitId: string;
  row: CertificateView;
  canPrint: boolean;
  note: string | undefined;
  onCode: () => void;
  onPrint: () => void;
  onBack: () => void;
}

/** One certificate as it looks, and what can be done with it. */
export function Show({ visitId, row, canPrint, note, onCode, onPrint, onBack }: ShowProps) {
  const { t, say, error } = useTexts();
  const { id } = row;
  const { loaded, again } = useLoad(`open ${id}`, (terminal) =>
    terminal.rooms.certificates.open({ visitId, id }),
  );
  const [no, setNo] = useState(1);
  const whyNot = useWhyNot(row, canPrint);
  if (loaded.state === 'failed')
    return (
      <Page
        key="failed"
        title={t('show.failed')}
        note={note}
        refusal={error(loaded.code)}
        foot={
          <>
            <Back onPress={onBack} />
            <Button size="main" kind="primary" onPress={again}>
              {t('menu.again')}
            </Button>
          </>
        }
      />
    );
  const of = loaded.state === 'ready' ? loaded.value.pages.length : 1;
  return (
    <Page
      title={say(row.name)}
      note={note}
      foot={
        <>
          <Back onPress={onBack} />
          {row.hasCode && row.state === 'valid' && (
            <Button size="main" onPress={onCode}>
              {t('show.code')}
            </Button>
          )}
          {whyNot === null && loaded.state === 'ready' && (
            <Button size="main" kind="primary" onPress={onPrint}>
              {t('show.print')}
            </Button>
          )}
        </>
      }
    >
      <div className="certificates__show">
        {loaded.state === 'loading' ? (
          <p className="certificates__wait" role="status">
            <span className="sheet__waiting" />
            {t('show.loading')}
          </p>
        ) : (
          <Picture
            key={no}
            visitId={visitId}
            id={id}
            no={no}
            label={t('show.picture', { name: say(row.name), n: no, of })}
          />
        )}
        {of > 1 && (
          <div className="sheet__pager">
            <Button size="main" disabled={no === 1} onPress={() => setNo(no - 1)}>
              {t('show.earlier')}
            </Button>
            <span className="quiet" role="status">
              {t('show.pages', { n: no, of })}
            </span>
            <Button size="main" disabled={no === of} onPress={() => setNo(no + 1)}>
              {t('show.later')}
            </Button>
          </div>
        )}
        <div className="certificates__facts">
          <Validity row={row} />
          <p className="quiet">{t('show.issuer', { issuer: row.issuer })}</p>
          <p className={whyNot === null ? 'quiet' : 'refusal'}>{whyNot ?? t('show.left', row.left)}</p>
        </div>
      </div>
    </Page>
  );
}

/** Why it cannot be printed now; null: it can. */
function useWhyNot({ state, left }: CertificateView, canPrint: boolean): string | null {
  const { t } = useTexts();
  if (state !== 'valid') return t('show.notValid');
  if (left.year === 0) return t('show.usedYear');
  if (left.today === 0) return t('show.usedToday');
  return canPrint ? null : t('show.noPrinter');
}

/** A page of the one that is open; the picture goes with it. */
function Picture({ visitId, id, no, label }: { visitId: string; id: string; no: number; label: string }) {
  const { t, error } = useTexts();
  const ask = useAsk();
  const [shown, setShown] = useState<{ url: string } | { code: string } | null>(null);
  useEffect(() => {
    let url: string | null = null;
    let isOver = false;
    void ask((terminal) => terminal.rooms.certificates.page({ visitId, id, no })).then((reply) => {
      if (isOver) return;
      if (!reply.ok) return setShown({ code: reply.code });
      url = URL.createObjectURL(reply.value);
      setShown({ url });
    });
    return () => {
      isOver = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [ask, visitId, id, no]);
  if (shown === null)
    return (
      <p className="certificates__wait" role="status">
        {t('show.loading')}
      </p>
    );
  if ('code' in shown)
    return (
      <p className="certificates__wait refusal" role="alert">
        {error(shown.code)}
      </p>
    );
  return (
    <div className="certificates__picture">
      <img src={shown.url} alt={label} draggable={false} />
    </div>
  );
}
