import type { PadStatus } from '../../../contracts/terminal.ts';
import { usePad } from '../context.ts';
import { Message } from './message.tsx';

/** The terminal service is not there, yet or for the moment. */
export function Away({ lost }: { lost: boolean }) {
  const { t } = usePad().texts;
  return lost ? (
    <Message icon="link" title={t('recovering.title')} body={t('recovering.body')} />
  ) : (
    <Message icon="link" title={t('connecting.title')} body={t('connecting.body')} />
  );
}

/** The pad cannot serve a window: a word for the citizen, and what the staff do about it. */
export function NotInService({
  why,
  status,
}: {
  why: 'awaitingHall' | 'notEnrolled' | 'revoked';
  status: PadStatus;
}) {
  const { t } = usePad().texts;
  const foot = t('terminal', { id: status.terminalId });
  switch (why) {
    case 'awaitingHall':
      return (
        <Message
          icon="link"
          title={t('awaitingHall.title')}
          body={t('awaitingHall.body')}
          next={t('awaitingHall.staff')}
          foot={foot}
        />
      );
    case 'notEnrolled':
      return (
        <Message
          icon="alert"
          tone="warn"
          title={t('notEnrolled.title')}
          body={t('notEnrolled.body')}
          next={t('notEnrolled.staff')}
          foot={foot}
        />
      );
    case 'revoked':
      return (
        <Message
          icon="alert"
          tone="warn"
          title={t('revoked.title')}
          body={t('revoked.body')}
          next={t('revoked.staff')}
          foot={foot}
        />
      );
  }
}
