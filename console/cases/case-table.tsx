import { Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { CaseRow } from '../../contracts/hub/cases-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { shortDateTime } from '../lib/time.ts';
import { StateText } from '../ui/state-text.tsx';
import { STATE_TONE } from './words.ts';

/** An application's room shows its form, its documents and its case. */
const pathOf = (row: CaseRow): string => `/materials/${row.applicationId}`;

export function CaseTable({ rows, busy }: { rows: CaseRow[]; busy: boolean }) {
  const { t } = useConsoleTexts();
  const navigate = useNavigate();
  const nowMs = Date.now();
  const columns: TableColumnsType<CaseRow> = [
    {
      title: t('cases.column.at'),
      key: 'at',
      width: 150,
      render: (_, c) => (
        <Link to={pathOf(c)} className="row-link" onClick={(e) => e.stopPropagation()}>
          {shortDateTime(c.submittedMs, nowMs)}
        </Link>
      ),
    },
    {
      title: t('cases.column.item'),
      key: 'item',
      ellipsis: true,
      render: (_, c) => (
        <>
          {c.itemName}
          <span className="second mono">{c.itemCode}</span>
          {!c.itemKnown && (
            <StateText tone="warn" title={t('cases.unknownItemHint')}>
              {t('cases.unknownItem')}
            </StateText>
          )}
        </>
      ),
    },
    {
      title: t('cases.column.case'),
      key: 'case',
      width: '24%',
      ellipsis: true,
      render: (_, c) => (
        <>
          <span className="mono">{c.caseNo}</span>
          <span className="second mono">{c.receiptNo}</span>
        </>
      ),
    },
    {
      title: t('cases.column.proof'),
      key: 'proof',
      width: 150,
      render: (_, c) => (
        <StateText tone={c.proof === 'typed' ? 'warn' : 'good'}>{t(`cases.proof.${c.proof}`)}</StateText>
      ),
    },
    {
      title: t('cases.column.terminal'),
      key: 'terminal',
      width: 120,
      ellipsis: true,
      render: (_, c) => <span className="mono">{c.terminalId}</span>,
    },
    {
      title: t('cases.column.state'),
      key: 'state',
      width: 150,
      render: (_, c) => (
        <>
          <StateText tone={STATE_TONE[c.state]}>{t(`cases.state.${c.state}`)}</StateText>
          <span className="second">{shortDateTime(c.changedMs, nowMs)}</span>
        </>
      ),
    },
  ];
  return (
    <Table<CaseRow>
      className="list"
      size="small"
      rowKey="caseNo"
      columns={columns}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('cases.list')}
      loading={{ spinning: busy, delay: 250 }}
      rowClassName="row-click"
      onRow={(c) => ({ onClick: () => void navigate(pathOf(c)) })}
    />
  );
}
