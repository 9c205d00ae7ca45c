import { useEffect, useState } from 'react';
import type { CertificateKind, CertificateView, PrintPurpose } from '../../../../contracts/certificate.ts';
import type { CertificateList } from '../../../../contracts/rooms/certificates.ts';
import { Button } from '../../../design/button.tsx';
import { useAsk } from '../../ask.ts';
import '../booking/booking.css';
import { Back, Page as Sheet } from '../frame.tsx';
import type { RoomProps } from '../types.ts';
import { useLoad } from '../use-load.ts';
import './certificates.css';
import { CodePage } from './code.tsx';
import { List, Menu } from './lists.tsx';
import { Printing } from './printing.tsx';
import { Purpose } from './purpose.tsx';
import { Show } from './show.tsx';
import { useTexts } from './texts.ts';

/** Where in the room the citizen is. */
type Page =
  | { at: 'menu' }
  | { at: 'list'; kind: CertificateKind }
  | { at: 'show' | 'code' | 'purpose'; id: string }
  | { at: 'printing'; id: string; purpose: PrintPurpose };

/** Electronic certificates and proofs (电子证照、证明): for who has proven who they are. */
export function CertificatesRoom(props: RoomProps) {
  const { identity, onHome, onSignIn } = props;
  const { t } = useTexts();
  if (identity !== null && identity.by !== 'typed') return <OfHolder {...props} />;
  return (
    <Sheet
      title={t('signIn.title')}
      hint={t(identity === null ? 'signIn.body' : 'signIn.typed')}
      foot={
        <>
          <Back home onPress={onHome} />
          <Button size="main" kind="primary" icon="person" onPress={onSignIn}>
            {t('signIn.go')}
          </Button>
        </>
      }
    />
  );
}

function OfHolder({ visitId, onHome }: RoomProps) {
  const { t, error } = useTexts();
  const ask = useAsk();
  const { loaded, again } = useLoad('list', (terminal) => terminal.rooms.certificates.list({ visitId }));
  // What is open on the service goes with the room.
  useEffect(
    () => () => {
      void ask((terminal) => terminal.rooms.certificates.close({ visitId }));
    },
    [ask, visitId],
  );
  switch (loaded.state) {
    case 'ready':
      return <Rooms visitId={visitId} list={loaded.value} onAgain={again} onHome={onHome} />;
    case 'loading':
      return (
        <Sheet key="loading" title={t('menu.loading')} foot={<Back home onPress={onHome} />}>
          <span className="sheet__waiting" />
        </Sheet>
      );
    case 'failed':
      return (
        <Sheet
          key="failed"
          title={t('menu.failed')}
          hint={error(loaded.code)}
          foot={
            <>
              <Back home onPress={onHome} />
              <Button size="main" kind="primary" onPress={again}>
                {t('menu.again')}
              </Button>
            </>
          }
        />
      );
  }
}

interface RoomsProps {
  visitId: string;
  list: CertificateList;
  /** Asks for the list anew, and so for what is left to print. */
  onAgain: () => void;
  onHome: () => void;
}

function Rooms({ visitId, list, onAgain, onHome }: RoomsProps) {
  const { t } = useTexts();
  const [page, setPage] = useState<Page>({ at: 'menu' });
  /** What the last print said of what is left. */
  const [left, setLeft] = useState<ReadonlyMap<string, CertificateView['left']>>(new Map());
  const note = list.simulated ? t('simulated') : undefined;
  const rows = list.rows.map((row) => ({ ...row, left: left.get(row.id) ?? row.left }));
  const menu = () => setPage({ at: 'menu' });
  if (page.at === 'menu')
    return <Menu rows={rows} note={note} onKind={(kind) => setPage({ at: 'list', kind })} onHome={onHome} />;
  if (page.at === 'list')
    return (
      <List
        rows={rows.filter((row) => row.kind === page.kind)}
        kind={page.kind}
        note={note}
        onRow={(row) => setPage({ at: 'show', id: row.id })}
        onBack={menu}
      />
    );
  const row = rows.find((r) => r.id === page.id);
  if (row === undefined) return <Sheet title={t('menu.failed')} foot={<Back onPress={menu} />} />;
  const { id, kind } = row;
  const toList = () => setPage({ at: 'list', kind });
  const toShow = () => setPage({ at: 'show', id });
  switch (page.at) {
    case 'show':
      return (
        <Show
          visitId={visitId}
          row={row}
          canPrint={list.canPrint}
          note={note}
          onCode={() => setPage({ at: 'code', id })}
          onPrint={() => setPage({ at: 'purpose', id })}
          onBack={toList}
        />
      );
    case 'code':
      return <CodePage visitId={visitId} row={row} note={note} onBack={toShow} />;
    case 'purpose':
      return (
        <Purpose
          note={note}
          onPurpose={(purpose) => setPage({ at: 'printing', id, purpose })}
          onBack={toShow}
        />
      );
    case 'printing':
      return (
        <Printing
          visitId={visitId}
          id={id}
          purpose={page.purpose}
          note={note}
          onLeft={(now) => setLeft(new Map([...left, [id, now]]))}
          onShow={toShow}
          onList={() => {
            menu();
            onAgain();
          }}
          onHome={onHome}
        />
      );
  }
}
