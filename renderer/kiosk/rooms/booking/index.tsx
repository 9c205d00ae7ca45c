import { useEffect, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { useAsk } from '../../ask.ts';
import type { RoomProps } from '../types.ts';
import './booking.css';
import { Back, Page as Sheet } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import { Check } from './check.tsx';
import { Days } from './days.tsx';
import { Made, Ticket } from './made.tsx';
import { Departments, Matters, Menu } from './menu.tsx';
import { Cancel, Mine } from './mine.tsx';
import { afterRefusal, matterOf, type Page } from './pages.ts';
import { Phone } from './phone.tsx';
import { Queues } from './queues.tsx';
import { useTexts } from './texts.ts';
import { Times } from './times.tsx';
import { Unclear } from './unclear.tsx';

/** Bookings and tickets (预约取号). What is chosen is kept by the service, and so outlasts a sign-in. */
export function BookingRoom({ visitId, identity, onHome, onSignIn }: RoomProps) {
  const { t, error } = useTexts();
  const ask = useAsk();
  const { loaded, again } = useLoad('offer', (terminal) => terminal.rooms.booking.offer({ visitId }));
  const [page, setPage] = useState<Page>({ at: 'menu' });
  const [phone, setPhone] = useState<string | null>(null);
  const offer = loaded.state === 'ready' ? loaded.value : null;
  const live = offer?.live === true;

  // Back from a sign-in, or from elsewhere, with a choice that is not settled.
  useEffect(() => {
    if (loaded.state !== 'ready' || loaded.value.draft === null) return;
    const { draft } = loaded.value;
    setPage((now) => {
      if (now.at !== 'menu') return now;
      return draft.state === 'unclear'
        ? { at: 'unclear', draft, tries: 0 }
        : { at: 'check', draft, live: loaded.value.live };
    });
  }, [loaded]);

  // From the guide of an item: it is chosen already.
  useEffect(() => {
    if (loaded.state !== 'ready' || loaded.value.draft !== null || loaded.value.wanted === null) return;
    const { matter, departmentId } = loaded.value.wanted;
    void ask((terminal) => terminal.rooms.booking.want({ visitId, item: null }));
    setPage((now) => {
      if (now.at !== 'menu') return now;
      if (matter !== null) return { at: 'days', matter };
      return departmentId === null ? { at: 'departments', instead: true } : { at: 'matters', departmentId };
    });
  }, [loaded, ask, visitId]);

  const menu = () => {
    setPage({ at: 'menu' });
    again();
  };
  /** Leaves what was chosen. */
  const drop = (next: Page) => {
    void ask((terminal) => terminal.rooms.booking.drop({ visitId }));
    setPage(next);
  };
  const choose = async (wish: { matterId: string; day: string; minute: number }, from: Page) => {
    const reply = await ask((terminal) => terminal.rooms.booking.choose({ visitId, ...wish }));
    if (reply.ok) setPage({ at: 'check', draft: reply.value, live });
    else if (from.at === 'times') setPage({ ...from, refusal: error(reply.code) });
  };
  /** Where a refused booking leads; what the page itself has to say, or null. */
  const refused = (from: Extract<Page, { at: 'check' | 'unclear' }>) => (code: string) => {
    const next = afterRefusal(from.draft, code, error(code));
    if (next === null) return error(code);
    if (next === 'ask') void askState(from);
    else setPage(next);
    return null;
  };
  /** The service knows whether anything was sent. */
  const askState = async (from: Extract<Page, { at: 'check' | 'unclear' }>) => {
    const reply = await ask((terminal) => terminal.rooms.booking.offer({ visitId }));
    const draft = reply.ok ? reply.value.draft : null;
    const isSent = (draft ?? from.draft).state === 'unclear';
    if (isSent)
      setPage({ at: 'unclear', draft: from.draft, tries: from.at === 'unclear' ? from.tries + 1 : 0 });
    else setPage({ at: 'check', draft: from.draft, live: false });
  };

  switch (page.at) {
    case 'menu':
      return (
        <Menu
          offer={offer}
          code={loaded.state === 'failed' ? loaded.code : null}
          onBook={() => setPage({ at: 'departments' })}
          onMine={() => setPage({ at: 'mine' })}
          onTicket={() => setPage({ at: 'queues' })}
          onHome={onHome}
        />
      );
    case 'departments':
    case 'matters':
      if (offer === null) return <Sheet title={t('menu.loading')} foot={<Back onPress={menu} />} />;
      return page.at === 'departments' ? (
        <Departments
          offer={offer}
          instead={page.instead === true}
          onDepartment={(departmentId) => setPage({ at: 'matters', departmentId })}
          onBack={menu}
        />
      ) : (
        <Matters
          offer={offer}
          departmentId={page.departmentId}
          onMatter={(matter) => setPage({ at: 'days', matter })}
          onBack={() => setPage({ at: 'departments' })}
        />
      );
    case 'days':
      return (
        <Days
          visitId={visitId}
          matter={page.matter}
          refusal={page.refusal}
          onDay={(day) => setPage({ at: 'times', matter: page.matter, day })}
          onBack={() => setPage({ at: 'departments' })}
        />
      );
    case 'times':
      return (
        <Times
          visitId={visitId}
          matter={page.matter}
          day={page.day}
          refusal={page.refusal}
          onTime={(minute) => void choose({ matterId: page.matter.id, day: page.day, minute }, page)}
          onBack={() => setPage({ at: 'days', matter: page.matter })}
        />
      );
    case 'check':
      return (
        <Check
          visitId={visitId}
          identity={identity}
          draft={page.draft}
          live={page.live}
          phone={phone}
          onSignIn={onSignIn}
          onPhone={() => setPage({ ...page, at: 'phone' })}
          onMatter={() => drop({ at: 'departments' })}
          onTime={() => drop({ at: 'days', matter: matterOf(page.draft) })}
          onBack={() => drop({ at: 'times', matter: matterOf(page.draft), day: page.draft.day })}
          onMade={(outcome) => setPage({ at: 'made', outcome })}
          onRefused={refused(page)}
        />
      );
    case 'phone': {
      const back = () => setPage({ ...page, at: 'check' });
      return (
        <Phone
          phone={phone}
          onDone={(typed) => {
            setPhone(typed);
            back();
          }}
          onBack={back}
        />
      );
    }
    case 'unclear':
      return (
        <Unclear
          key={page.tries}
          visitId={visitId}
          draft={page.draft}
          phone={phone}
          tries={page.tries}
          onMade={(outcome) => setPage({ at: 'made', outcome })}
          onRefused={refused(page)}
        />
      );
    case 'refused':
      return (
        <Sheet
          title={t('refused.title')}
          hint={error(page.code)}
          foot={
            <>
              <Back onPress={menu} />
              <Button size="main" kind="primary" onPress={() => setPage({ at: 'mine' })}>
                {t('refused.mine')}
              </Button>
            </>
          }
        />
      );
    case 'made':
      return (
        <Made visitId={visitId} identity={identity} outcome={page.outcome} onMenu={menu} onHome={onHome} />
      );
    case 'mine':
      return (
        <Mine
          visitId={visitId}
          identity={identity}
          notice={page.notice}
          onSignIn={onSignIn}
          onCancel={(booking) => setPage({ at: 'cancel', booking })}
          onRebook={(booking) =>
            setPage({ at: 'days', matter: { id: booking.matterId, name: booking.matter } })
          }
          onNew={() => setPage({ at: 'departments' })}
          onBack={menu}
        />
      );
    case 'cancel':
      return (
        <Cancel
          visitId={visitId}
          booking={page.booking}
          onCancelled={() => setPage({ at: 'mine', notice: t('mine.cancelled') })}
          onKeep={() => setPage({ at: 'mine' })}
        />
      );
    case 'queues':
      return (
        <Queues visitId={visitId} onTicket={(outcome) => setPage({ at: 'ticket', outcome })} onBack={menu} />
      );
    case 'ticket':
      return <Ticket visitId={visitId} outcome={page.outcome} onMenu={menu} onHome={onHome} />;
  }
}
