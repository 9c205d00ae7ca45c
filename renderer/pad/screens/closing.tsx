import type { PadStatus, Session } from '../../../contracts/terminal.ts';
import { secondsOf, useTimeLeft } from '../../countdown.ts';
import { Button } from '../../design/button.tsx';
import type { IconName } from '../../design/icon.tsx';
import type { Texts } from '../../i18n.ts';
import { promptText } from '../../sound/index.ts';
import { usePad } from '../context.ts';
import { outOfOrder, type WalkUp } from '../screen.ts';
import { Message } from './message.tsx';

/** States in which a session is over and only says so. */
export type ClosingState = Exclude<Session['state'], 'rating' | 'saved' | 'undone'>;

interface ClosingProps {
  state: ClosingState;
  status: PadStatus;
  session: Session;
  /** Ends the session; with a way to rate, goes on there. */
  onLeave: (then: WalkUp) => void;
}

interface Words {
  icon: IconName;
  warn?: true;
  title: string;
  body: string;
  next: string;
  /** Ways to rate that the page offers. */
  ways: readonly Exclude<WalkUp, 'none'>[];
  /** The hall's telephone helps here. */
  phone?: true;
}

function wordsOf(state: ClosingState, status: PadStatus, session: Session, texts: Texts): Words {
  const { t, locale } = texts;
  const no = session.case.caseNo;
  const window = session.meantFor ?? t('otherWindow.another');
  switch (state) {
    case 'thanks': {
      const body = status.online ? t('thanks.body') : t('thanks.offline');
      return { icon: 'check', title: t('thanks.title'), body, next: t('thanks.next'), ways: [] };
    }
    case 'cancelled':
      return {
        icon: 'undo',
        title: promptText('cancelled', locale),
        body: t('cancelled.body'),
        next: t('cancelled.next'),
        ways: ['scan', 'type'],
      };
    case 'timedOut':
      return {
        icon: 'clock',
        title: promptText('timed-out', locale),
        body: t('timedOut.body'),
        next: t('timedOut.next'),
        ways: ['scan', 'type'],
      };
    case 'alreadyRated':
      return {
        icon: 'check',
        title: t('alreadyRated.title'),
        body: t('alreadyRated.body', { no }),
        next: t('alreadyRated.next'),
        ways: [],
        phone: true,
      };
    case 'otherWindow':
      return {
        icon: 'elsewhere',
        title: t('otherWindow.title', { window }),
        body: t('otherWindow.body', { window }),
        next: t('otherWindow.next', { window }),
        ways: [],
      };
    case 'unknownCase':
      return {
        icon: 'question',
        title: t('unknownCase.title'),
        body: t('unknownCase.body', { no }),
        next: t('unknownCase.next'),
        ways: ['scan', 'type'],
      };
    case 'forgedReceipt':
      return {
        icon: 'alert',
        warn: true,
        title: t('forged.title'),
        body: t('forged.body'),
        next: t('forged.next'),
        ways: ['scan', 'type'],
      };
    case 'storeFault':
      return {
        icon: 'alert',
        warn: true,
        title: t('storeFault.title'),
        body: t('storeFault.body'),
        next: t('storeFault.next'),
        ways: [],
        phone: true,
      };
  }
}

export function Closing({ state, status, session, onLeave }: ClosingProps) {
  const { texts, receivedAt, now } = usePad();
  const { t } = texts;
  const left = useTimeLeft(session.leftMs, receivedAt, now);
  const words = wordsOf(state, status, session, texts);
  const ways = outOfOrder(status) ? [] : words.ways;
  const phone = status.reference?.hall.phone ?? '';
  return (
    <Message
      icon={words.icon}
      {...(words.warn && { tone: 'warn' as const })}
      title={words.title}
      body={words.body}
      next={words.next}
      aside={words.phone && phone !== '' ? t('phone.hall', { phone }) : undefined}
      foot={t('leaving', { n: secondsOf(left) })}
      actions={
        <>
          {ways.includes('scan') && (
            <Button size="main" icon="scan" onPress={() => onLeave('scan')}>
              {t('action.scan')}
            </Button>
          )}
          {ways.includes('type') && (
            <Button size="main" icon="keyboard" onPress={() => onLeave('type')}>
              {t('action.type')}
            </Button>
          )}
          {ways.length === 0 && (
            <Button size="main" kind="primary" onPress={() => onLeave('none')}>
              {t('action.gotIt')}
            </Button>
          )}
        </>
      }
    />
  );
}
