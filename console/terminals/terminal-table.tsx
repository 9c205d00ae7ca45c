import { Button, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import type { TerminalRow } from '../../contracts/hub/console-api.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { count } from '../lib/number.ts';
import { dateTime } from '../lib/time.ts';
import { StateText, type Tone } from '../ui/state-text.tsx';
import { useSpan } from '../ui/use-span.ts';
import { DeviceDots, DeviceList } from './device-dots.tsx';
import { byUrgency, CLOCK_LIMIT_MS, needsAttention } from './summary.ts';

const TONE: Record<TerminalRow['state'], Tone> = {
  online: 'good',
  offline: 'bad',
  never: 'quiet',
  revoked: 'quiet',
};
const JUST_NOW_MS = 5_000;

export function TerminalTable(o: {
  rows: TerminalRow[];
  serverMs: number;
  onRevoke?: (row: TerminalRow) => void;
  onEnrol?: (row: TerminalRow) => void;
}) {
  const { t, locale, known } = useConsoleTexts();
  const span = useSpan();
  const [openId, setOpenId] = useState<string | null>(null);
  const rows = useMemo(() => byUrgency(o.rows), [o.rows]);

  const seen = (ms: number | null): string => {
    if (ms === null) return t('terminals.unseen');
    const age = o.serverMs - ms;
    return age < JUST_NOW_MS ? t('span.now') : t('span.ago', { span: span(age) });
  };
  const number = (n: number, bad: boolean) =>
    n === 0 ? <span className="zero">0</span> : <span className={bad ? 'bad-number' : ''}>{count(n)}</span>;

  const columns: TableColumnsType<TerminalRow> = [
    {
      title: t('terminals.column.id'),
      key: 'id',
      ellipsis: true,
      render: (_, r) => (
        <>
          <span className="mono">{r.id}</span>
          <span className="second">{inLocale(r.windowName, locale)}</span>
        </>
      ),
    },
    {
      title: t('terminals.column.state'),
      key: 'state',
      width: 112,
      render: (_, r) => (
        <>
          <StateText tone={TONE[r.state]}>{t(`terminals.state.${r.state}`)}</StateText>
          <span className="second" title={r.lastSeenMs === null ? '' : dateTime(r.lastSeenMs)}>
            {seen(r.lastSeenMs)}
          </span>
        </>
      ),
    },
    {
      title: t('terminals.column.queue'),
      key: 'queue',
      width: 104,
      align: 'right',
      render: (_, r) => (
        <>
          {number(r.queueReady, false)}
          <span className="second">
            {r.queueReady > 0 ? t('terminals.oldest', { span: span(r.oldestMs) }) : '\u00a0'}
          </span>
        </>
      ),
    },
    {
      title: <span title={t('terminals.deadHint')}>{t('terminals.column.dead')}</span>,
      key: 'dead',
      width: 64,
      align: 'right',
      render: (_, r) => number(r.queueDead, true),
    },
    {
      title: <span title={t('terminals.quarantinedHint')}>{t('terminals.column.quarantined')}</span>,
      key: 'quarantined',
      width: 88,
      align: 'right',
      render: (_, r) => number(r.quarantined, true),
    },
    {
      title: t('terminals.column.clock'),
      key: 'clock',
      width: 100,
      align: 'right',
      render: (_, r) => <ClockOffset ms={r.clockOffsetMs} />,
    },
    {
      title: t('terminals.column.fault'),
      key: 'fault',
      width: 124,
      ellipsis: true,
      render: (_, r) =>
        r.fault === null ? (
          <span className="zero">–</span>
        ) : (
          <StateText tone="bad" title={r.fault}>
            {known('fault', r.fault)}
          </StateText>
        ),
    },
    {
      title: t('terminals.column.devices'),
      key: 'devices',
      width: 88,
      render: (_, r) => (
        <DeviceDots
          devices={r.devices}
          open={r.id === openId}
          onToggle={() => setOpenId(r.id === openId ? null : r.id)}
        />
      ),
    },
    {
      title: t('terminals.column.app'),
      key: 'app',
      width: 76,
      ellipsis: true,
      render: (_, r) => <span className="mono">{r.app ?? '–'}</span>,
    },
  ];
  const { onRevoke, onEnrol } = o;
  if (onRevoke && onEnrol)
    columns.push({
      title: t('terminals.column.actions'),
      key: 'actions',
      width: 168,
      render: (_, r) => (
        <span className="actions">
          {r.state === 'never' || r.state === 'revoked' ? (
            <Button type="link" size="small" onClick={() => onEnrol(r)}>
              {t('terminals.enrolAgain')}
              <span className="visually-hidden"> {r.id}</span>
            </Button>
          ) : null}
          {r.state !== 'revoked' && (
            <Button type="link" danger size="small" onClick={() => onRevoke(r)}>
              {t('terminals.revoke')}
              <span className="visually-hidden"> {r.id}</span>
            </Button>
          )}
        </span>
      ),
    });

  return (
    <Table<TerminalRow>
      className="list"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('terminals.list')}
      expandable={{
        showExpandColumn: false,
        expandedRowKeys: openId === null ? [] : [openId],
        expandedRowRender: (r) => <DeviceList devices={r.devices} />,
      }}
      rowClassName={(r) => (needsAttention(r) ? 'row-negative' : r.state === 'revoked' ? 'row-over' : '')}
    />
  );
}

/** Hub's time minus the terminal's: whole seconds unless small. */
function ClockOffset({ ms }: { ms: number | null }) {
  const span = useSpan();
  if (ms === null) return <span className="zero">–</span>;
  return (
    <span className={Math.abs(ms) > CLOCK_LIMIT_MS ? 'bad-number' : ''}>
      {ms < 0 ? '−' : '+'}
      {span(ms)}
    </span>
  );
}
