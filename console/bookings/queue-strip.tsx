import { SoundOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useClient } from '../api/context.tsx';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';

const REFRESH_MS = 5_000;

/** The lines of the hall now: who was called last, how many wait, and the call for the next (叫号). */
export function QueueStrip() {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const { may } = useMe();
  const client = useClient();
  const { message } = App.useApp();
  const list = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => client.bookings.queues(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const calling = useMutation({
    mutationFn: (queueId: string) => client.bookings.call({ queueId }),
    onSuccess: ({ label }) => {
      void message.info(label === null ? t('bookings.nobodyWaits') : t('bookings.calledNow', { label }));
      void list.refetch();
    },
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const queues = list.data?.queues ?? [];
  if (queues.length === 0) return null;
  return (
    <section className="queue-strip" aria-label={t('bookings.queues')}>
      {queues.map((q) => (
        <div key={q.id} className="queue">
          <div className="queue-name">
            {q.letter} {inLocale(q.name, locale)}
          </div>
          <div className="queue-called mono">{q.called ?? '–'}</div>
          <div className="faint">{t('bookings.waiting', { n: q.waiting, given: q.given })}</div>
          {may('bookings.handle') && (
            <Button
              size="small"
              icon={<SoundOutlined aria-hidden />}
              aria-label={t('bookings.callOf', { queue: inLocale(q.name, locale) })}
              disabled={calling.isPending || q.waiting === 0}
              onClick={() => calling.mutate(q.id)}
            >
              {t('bookings.call')}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
