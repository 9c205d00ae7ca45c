import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { BookingState } from '../../contracts/booking.ts';
import { clockText } from '../../contracts/hall-time.ts';
import type { BookedRow, MatterDay } from '../../contracts/hub/booking-console-api.ts';
import { useClient } from '../api/context.tsx';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';
import { StateText, type Tone } from '../ui/state-text.tsx';
import { found } from './found.ts';

const TONE: Readonly<Record<BookingState, Tone>> = {
  requested: 'quiet',
  confirmed: 'good',
  refused: 'warn',
  cancelled: 'quiet',
  used: 'plain',
  missed: 'bad',
};
const MARKABLE: readonly BookingState[] = ['confirmed', 'used', 'missed'];

/** Who comes on the day, by time; whoever may handles the rows. */
export function BookedTable(o: { rows: BookedRow[]; matters: MatterDay[]; onChange: () => void }) {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const { may } = useMe();
  const client = useClient();
  const { message, modal } = App.useApp();
  const [wanted, setWanted] = useState<{ text: string; matterId: string | null }>({
    text: '',
    matterId: null,
  });
  const nameOf = (id: string) => {
    const matter = o.matters.find((m) => m.matterId === id);
    return matter === undefined ? id : inLocale(matter.name, locale);
  };
  const marking = useMutation({
    mutationFn: (mark: { id: string; as: 'used' | 'missed' }) => client.bookings.mark(mark),
    onSuccess: o.onChange,
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const asking = useMutation({
    mutationFn: (id: string) => client.bookings.contact({ id }),
    onSuccess: ({ name, phone }) =>
      void modal.info({
        title: name,
        content: phone ?? t('bookings.noPhone'),
        okText: t('do.close'),
      }),
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const handle = may('bookings.handle');
  const columns: TableColumnsType<BookedRow> = [
    {
      title: t('bookings.time'),
      key: 'time',
      width: 120,
      render: (_, r) => `${clockText(r.minute)}–${clockText(r.endMinute)}`,
    },
    {
      title: t('bookings.no'),
      key: 'no',
      width: 190,
      render: (_, r) => <span className="mono">{r.no}</span>,
    },
    {
      title: t('bookings.name'),
      key: 'name',
      width: 120,
      render: (_, r) => r.name ?? <span className="faint">{t('bookings.purged')}</span>,
    },
    { title: t('bookings.matter'), key: 'matter', ellipsis: true, render: (_, r) => nameOf(r.matterId) },
    {
      title: t('bookings.state'),
      key: 'state',
      width: 130,
      render: (_, r) => (
        <>
          <StateText tone={TONE[r.state]}>{t(`bookings.is.${r.state}`)}</StateText>
          {r.source === 'offline' && <span className="second">{t('bookings.offline')}</span>}
        </>
      ),
    },
    {
      title: t('bookings.do'),
      key: 'do',
      width: 250,
      render: (_, r) =>
        handle && (
          <>
            {MARKABLE.includes(r.state) && r.state !== 'used' && (
              <Button
                size="small"
                type="primary"
                ghost
                disabled={marking.isPending}
                onClick={() => marking.mutate({ id: r.id, as: 'used' })}
              >
                {t('bookings.used')}
              </Button>
            )}{' '}
            {MARKABLE.includes(r.state) && r.state !== 'missed' && (
              <Button
                size="small"
                disabled={marking.isPending}
                onClick={() => marking.mutate({ id: r.id, as: 'missed' })}
              >
                {t('bookings.missed')}
              </Button>
            )}
            {r.name !== null && (
              <Button size="small" type="link" onClick={() => asking.mutate(r.id)}>
                {t('bookings.contact')}
              </Button>
            )}
          </>
        ),
    },
  ];
  return (
    <>
      <search className="filters booked-filters">
        <div className="filter-line">
          <Input
            aria-label={t('bookings.find')}
            placeholder={t('bookings.find')}
            style={{ width: 220 }}
            allowClear
            maxLength={30}
            value={wanted.text}
            onChange={(e) => setWanted({ ...wanted, text: e.target.value })}
          />
          <Select
            aria-label={t('bookings.matter')}
            placeholder={t('bookings.matter')}
            style={{ width: 260 }}
            allowClear
            value={wanted.matterId}
            options={o.matters.map((m) => ({ value: m.matterId, label: inLocale(m.name, locale) }))}
            onChange={(matterId: string | undefined) => setWanted({ ...wanted, matterId: matterId ?? null })}
          />
        </div>
      </search>
      <Table<BookedRow>
        className="list"
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={found(o.rows, wanted)}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        tableLayout="fixed"
        sticky
        aria-label={t('bookings.list')}
        locale={{ emptyText: t('bookings.nobody') }}
      />
    </>
  );
}
