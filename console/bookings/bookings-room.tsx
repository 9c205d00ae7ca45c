import { LeftOutlined, RightOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, DatePicker, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { addDays, dayOf, isDay } from '../../contracts/hall-time.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { EmptyNote, FailureNote, failureText } from '../ui/failure.tsx';
import { Room } from '../ui/room.tsx';
import { BookedTable } from './booked-table.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { MatterTable } from './matter-table.tsx';
import { QueueStrip } from './queue-strip.tsx';

const REFRESH_MS = 15_000;

/** Bookings of a day (预约): seats, who comes, and the lines of the hall. The day stands in the address. */
export function BookingsRoom() {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const { may } = useMe();
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [closing, setClosing] = useState(false);
  const asked = new URLSearchParams(useLocation().search).get('day');
  const today = dayOf(Date.now());
  const day = asked !== null && isDay(asked) ? asked : today;

  const list = useQuery({
    queryKey: ['bookings', day],
    queryFn: ({ signal }) => client.bookings.day({ day }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['bookings'] });
  const opening = useMutation({
    mutationFn: (matterId: string | null) => client.bookings.openDay({ day, matterId }),
    onSuccess: refresh,
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const go = (to: string) =>
    void navigate({ pathname: '/bookings', search: to === today ? '' : `?day=${to}` });
  const manage = may('bookings.manage');
  const { data } = list;

  return (
    <Room
      title={t('room.bookings')}
      aside={
        manage && (
          <Button icon={<StopOutlined aria-hidden />} onClick={() => setClosing(true)}>
            {t('bookings.close')}
          </Button>
        )
      }
    >
      {day === today && <QueueStrip />}
      <search className="filters">
        <div className="filter-line">
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label={t('bookings.before')}
            onClick={() => go(addDays(day, -1))}
          />
          <DatePicker
            aria-label={t('bookings.day')}
            allowClear={false}
            value={dayjs(day)}
            onChange={(picked) => picked !== null && go(picked.format('YYYY-MM-DD'))}
          />
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t('bookings.after')}
            onClick={() => go(addDays(day, 1))}
          />
          {day !== today && (
            <Button type="link" onClick={() => go(today)}>
              {t('bookings.today')}
            </Button>
          )}
        </div>
      </search>
      {list.error && !data && <FailureNote code={codeOf(list.error)} retry={() => void list.refetch()} />}
      {!list.error && !data && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {data?.exception && (
        <Alert
          className="form-alert"
          type="warning"
          showIcon
          title={t(data.exception.opensAs === null ? 'bookings.hallClosed' : 'bookings.hallWorks', {
            reason: inLocale(data.exception.reason, locale),
          })}
          action={
            manage && (
              <Button size="small" loading={opening.isPending} onClick={() => opening.mutate(null)}>
                {t('bookings.reopen')}
              </Button>
            )
          }
        />
      )}
      {data && data.matters.length === 0 && (
        <EmptyNote title={t('bookings.noMatters')} hint={t('bookings.noMattersHint')} />
      )}
      {data && data.matters.length > 0 && (
        <>
          <MatterTable matters={data.matters} onReopen={manage ? (id) => opening.mutate(id) : null} />
          <BookedTable rows={data.rows} matters={data.matters} onChange={refresh} />
        </>
      )}
      {closing && data && (
        <CloseDialog
          day={day}
          matters={data.matters}
          onClose={() => setClosing(false)}
          onDone={(refused) => {
            setClosing(false);
            void message.success(t('bookings.closed', { n: refused }));
            refresh();
          }}
        />
      )}
    </Room>
  );
}
