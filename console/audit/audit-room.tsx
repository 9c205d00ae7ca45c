import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Skeleton, Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { AuditRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { usePages } from '../lib/use-pages.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { MinuteRangePicker } from '../ui/minute-range.tsx';
import { Pager } from '../ui/pager.tsx';
import { Room } from '../ui/room.tsx';
import { StateText } from '../ui/state-text.tsx';
import { TextChoice } from '../ui/text-choice.tsx';
import { type AuditQuery, auditInput, readAuditQuery, writeAuditQuery } from './query.ts';

/** Actions that the hub writes down, in the order of the menu. */
const ACTIONS = [
  'session.login',
  'session.logout',
  'session.lock',
  'session.password',
  'rating.readText',
  'case.open',
  'case.reveal',
  'case.accept',
  'case.askSupplement',
  'case.conclude',
  'case.refuse',
  'citizen.forget',
  'citizen.look',
  'citizen.erase',
  'draft.take',
  'draft.drop',
  'draft.expired',
  'petition.open',
  'petition.reveal',
  'petition.answer',
  'petition.note',
  'material.open',
  'material.view',
  'material.download',
  'material.export',
  'material.hold',
  'material.release',
  'material.purged',
  'material.refused',
  'material.quarantined',
  'material.reuse',
  'terminal.enrolCode',
  'terminal.enrolled',
  'terminal.revoke',
  'counter.token',
  'window.onDuty',
  'user.create',
  'user.update',
  'access.refused',
  'ingest.conflict',
  'ingest.refused',
];

export function AuditRoom() {
  const { t, known } = useConsoleTexts();
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { query, key } = useMemo(() => {
    const read = readAuditQuery(new URLSearchParams(search));
    return { query: read, key: writeAuditQuery(read).toString() };
  }, [search]);
  const pages = usePages('/audit', key);
  const page = useQuery({
    queryKey: ['audit', key, pages.after ?? ''],
    queryFn: ({ signal }) =>
      client.audit(
        { ...auditInput(query), ...(pages.after === undefined ? {} : { after: pages.after }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const ask = (change: Partial<AuditQuery>) => {
    // The address may be newer than what is painted.
    const now = readAuditQuery(new URLSearchParams(window.location.search));
    void navigate({ pathname: '/audit', search: writeAuditQuery({ ...now, ...change }).toString() });
  };
  const rows = page.data?.rows;

  return (
    <Room title={t('room.audit')} aside={<span className="faint">{t('audit.note')}</span>}>
      <search className="filters">
        <div className="filter-line">
          <MinuteRangePicker range={query} onChange={ask} />
          <TextChoice
            label={t('audit.actor')}
            width={180}
            maxLength={40}
            value={query.actor}
            fits={() => true}
            onChange={(actor) => ask({ actor })}
          />
          <Select
            aria-label={t('audit.action')}
            placeholder={t('audit.action')}
            style={{ width: 200 }}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={query.action}
            options={ACTIONS.map((value) => ({ value, label: known('auditAction', value) }))}
            onChange={(action: string | undefined) => ask({ action: action ?? null })}
          />
          {key !== '' && (
            <Button type="link" onClick={() => void navigate('/audit')}>
              {t('do.clear')}
            </Button>
          )}
        </div>
      </search>
      {page.error && !page.data && (
        <FailureNote code={codeOf(page.error)} retry={() => void page.refetch()} />
      )}
      {!page.error && !rows && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {rows?.length === 0 && <EmptyNote title={t('audit.empty')} hint={t('audit.emptyHint')} />}
      {rows && rows.length > 0 && <AuditTable rows={rows} busy={page.isPlaceholderData} />}
      {page.data && (
        <Pager pages={pages} next={page.data.next} busy={page.isPlaceholderData} label={t('audit.list')}>
          {null}
        </Pager>
      )}
    </Room>
  );
}

function AuditTable({ rows, busy }: { rows: AuditRow[]; busy: boolean }) {
  const { t, known } = useConsoleTexts();
  const columns: TableColumnsType<AuditRow> = [
    { title: t('audit.column.at'), key: 'at', width: 166, render: (_, a) => dateTime(a.atMs) },
    { title: t('audit.column.actor'), key: 'actor', width: 120, ellipsis: true, render: (_, a) => a.actor },
    {
      title: t('audit.column.action'),
      key: 'action',
      width: 172,
      render: (_, a) => {
        const words = known('auditAction', a.action);
        return (
          <>
            {words}
            {words !== a.action && <span className="second mono">{a.action}</span>}
          </>
        );
      },
    },
    {
      title: t('audit.column.result'),
      key: 'result',
      width: 92,
      render: (_, a) => (
        <StateText tone={a.result === 'ok' ? 'plain' : 'bad'}>{t(`audit.result.${a.result}`)}</StateText>
      ),
    },
    {
      title: t('audit.column.target'),
      key: 'target',
      width: 150,
      ellipsis: true,
      render: (_, a) => <span title={a.target ?? ''}>{a.target ?? '–'}</span>,
    },
    {
      title: t('audit.column.ip'),
      key: 'ip',
      width: 124,
      render: (_, a) => <span className="mono">{a.ip ?? '–'}</span>,
    },
    { title: t('audit.column.detail'), key: 'detail', render: (_, a) => <Detail detail={a.detail} /> },
  ];
  return (
    <Table<AuditRow>
      className="list list-single"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('audit.list')}
      loading={{ spinning: busy, delay: 250 }}
    />
  );
}

/** The entry's own facts, as the hub wrote them. */
function Detail({ detail }: { detail: Record<string, unknown> }) {
  const facts = Object.entries(detail);
  if (facts.length === 0) return <span className="zero">–</span>;
  return (
    <span className="audit-detail">
      {facts.map(([name, value]) => (
        <span key={name}>
          <span className="faint">{name}</span> {factText(name, value)}
        </span>
      ))}
    </span>
  );
}

/** Times, which end in `Ms` by the hub's custom, are shown as times. */
function factText(name: string, value: unknown): string {
  if (name.endsWith('Ms') && typeof value === 'number' && value > 0) return dateTime(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
