import { useState } from 'react';
import type { BookingView } from '../../../../contracts/booking.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choices, Page } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { useLoad, useOnce } from '../use-load.ts';
import { PrintingSays, usePrintFault, usePrinting } from './printing.tsx';
import { useTexts } from './texts.ts';
import { Wait } from './wait.tsx';

/** Bookings on one page, where there is room. */
const MOST = 3;

interface MineProps {
  visitId: string;
  identity: MaskedIdentity | null;
  notice?: string | undefined;
  onSignIn: () => void;
  onCancel: (booking: BookingView) => void;
  /** Books the same matter anew. */
  onRebook: (booking: BookingView) => void;
  onNew: () => void;
  onBack: () => void;
}

/** My bookings: for who has proven who they are. */
export function Mine(props: MineProps) {
  const { identity } = props;
  const { t } = useTexts();
  if (identity !== null && identity.by !== 'typed') return <List {...props} />;
  return (
    <Page
      title={t('mine.signInTitle')}
      hint={t(identity === null ? 'mine.signInBody' : 'mine.typedBody')}
      foot={
        <>
          <Back onPress={props.onBack} />
          <Button size="main" kind="primary" icon="person" onPress={props.onSignIn}>
            {t('mine.signIn')}
          </Button>
        </>
      }
    />
  );
}

function List({ visitId, notice, onCancel, onRebook, onNew, onBack }: MineProps) {
  const { t, error } = useTexts();
  const { loaded, again } = useLoad('list', (terminal) => terminal.rooms.booking.list({ visitId }));
  if (loaded.state === 'failed')
    return (
      <Page
        title={t('mine.offlineTitle')}
        hint={loaded.code === 'hub.unreachable' ? t('mine.offlineBody') : error(loaded.code)}
        foot={
          <>
            <Back onPress={onBack} />
            <Button size="main" kind="primary" onPress={again}>
              {t('page.again')}
            </Button>
          </>
        }
      />
    );
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {({ rows }) => (
        <Page
          title={t('mine.title')}
          hint={rows.length === 0 ? t('mine.none') : undefined}
          note={notice}
          foot={
            <>
              <Back onPress={onBack} />
              <Button
                size="main"
                {...(rows.length === 0 ? { kind: 'primary' as const } : {})}
                onPress={onNew}
              >
                {t('mine.new')}
              </Button>
            </>
          }
        >
          <Choices
            items={rows}
            most={MOST}
            layout="sheet__choices--mine"
            keyOf={(row) => row.id}
            draw={(row) => (
              <Card
                visitId={visitId}
                row={row}
                onCancel={() => onCancel(row)}
                onRebook={() => onRebook(row)}
              />
            )}
          />
        </Page>
      )}
    </Wait>
  );
}

const TONE = {
  requested: 'still',
  confirmed: 'good',
  refused: 'bad',
  cancelled: 'quiet',
  used: 'quiet',
  missed: 'bad',
} as const satisfies Record<BookingView['state'], string>;

interface CardProps {
  visitId: string;
  row: BookingView;
  onCancel: () => void;
  onRebook: () => void;
}

function Card({ visitId, row, onCancel, onRebook }: CardProps) {
  const { t, say, time, error } = useTexts();
  const { printing, print } = usePrinting(visitId, row.id, false);
  const fault = usePrintFault(printing);
  const matter = say(row.matter);
  return (
    <article className="booking__card" aria-label={matter}>
      <div className="booking__cardwords">
        <p className="booking__state" data-tone={TONE[row.state]}>
          {t(`state.${row.state}`)}
        </p>
        <h2>{matter}</h2>
        <p>{time(row)}</p>
        <p className="quiet">
          {say(row.place)} · {row.no}
        </p>
        {row.reason !== null && <p className="refusal">{error(row.reason)}</p>}
        {row.offered.length > 0 && (
          <p className="quiet">{t('mine.offered', { times: row.offered.map((o) => time(o)).join('；') })}</p>
        )}
        <PrintingSays printing={printing} />
        {fault !== undefined && (
          <p className="refusal" role="alert">
            {fault}
          </p>
        )}
      </div>
      <div className="booking__cardactions">
        {row.state === 'confirmed' && (
          <Button
            label={t('mine.printOf', { matter })}
            disabled={printing.phase === 'printing'}
            onPress={() => void print()}
          >
            {t('mine.print')}
          </Button>
        )}
        {row.mayCancel && (
          <Button label={t('mine.cancelOf', { matter })} onPress={onCancel}>
            {t('mine.cancel')}
          </Button>
        )}
        {(row.state === 'refused' || row.state === 'missed') && (
          <Button onPress={onRebook}>{t('mine.rebook')}</Button>
        )}
      </div>
    </article>
  );
}

interface CancelProps {
  visitId: string;
  booking: BookingView;
  onCancelled: () => void;
  onKeep: () => void;
}

/** Asks before the seat goes to somebody else. */
export function Cancel({ visitId, booking, onCancelled, onKeep }: CancelProps) {
  const { t, say, time, error } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const cancel = async () => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.booking.cancel({ visitId, id: booking.id }));
    if (reply?.ok) onCancelled();
    else if (reply !== null) setRefusal(`${t('cancel.failed')}: ${error(reply.code)}`);
  };
  return (
    <Page
      title={t('cancel.title')}
      hint={t('cancel.body')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Button size="main" icon="back" onPress={onKeep}>
            {t('cancel.no')}
          </Button>
          <Button size="main" kind="primary" disabled={busy} onPress={() => void cancel()}>
            {t('cancel.yes')}
          </Button>
        </>
      }
    >
      <div className="booking__facts booking__facts--alone">
        <p>
          <strong>{say(booking.matter)}</strong>
        </p>
        <p>{time(booking)}</p>
        <p>{say(booking.place)}</p>
        <p className="quiet">{booking.no}</p>
      </div>
    </Page>
  );
}
