import { Button, Progress, Table, type TableColumnsType } from 'antd';
import type { MatterDay } from '../../contracts/hub/booking-console-api.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { StateText } from '../ui/state-text.tsx';

/** Seats of each matter on the day. */
export function MatterTable(o: { matters: MatterDay[]; onReopen: ((matterId: string) => void) | null }) {
  const { t, locale } = useConsoleTexts();
  const columns: TableColumnsType<MatterDay> = [
    {
      title: t('bookings.matter'),
      key: 'name',
      ellipsis: true,
      render: (_, m) => (
        <>
          {inLocale(m.name, locale)}
          <span className="second">{inLocale(m.department, locale)}</span>
        </>
      ),
    },
    {
      title: t('bookings.place'),
      key: 'place',
      width: 180,
      ellipsis: true,
      render: (_, m) => inLocale(m.place, locale),
    },
    {
      title: t('bookings.seats'),
      key: 'seats',
      width: 260,
      render: (_, m) =>
        m.seats === 0 && m.taken === 0 ? (
          <span className="faint">{t('bookings.notOpen')}</span>
        ) : (
          <>
            {t('bookings.takenOf', { taken: m.taken, seats: m.seats })}
            <Progress
              percent={m.seats === 0 ? 100 : Math.min(100, Math.round((100 * m.taken) / m.seats))}
              showInfo={false}
              size="small"
              aria-label={t('bookings.seats')}
            />
          </>
        ),
    },
    {
      title: t('bookings.special'),
      key: 'special',
      width: 260,
      render: (_, m) =>
        m.exception === null ? null : (
          <>
            <StateText tone="warn">{inLocale(m.exception.reason, locale)}</StateText>
            {o.onReopen !== null && (
              <Button type="link" size="small" onClick={() => o.onReopen?.(m.matterId)}>
                {t('bookings.reopen')}
              </Button>
            )}
          </>
        ),
    },
  ];
  return (
    <Table<MatterDay>
      className="list"
      size="small"
      rowKey="matterId"
      columns={columns}
      dataSource={o.matters}
      pagination={o.matters.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      tableLayout="fixed"
      aria-label={t('bookings.capacity')}
    />
  );
}
