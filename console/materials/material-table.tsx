import { Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { MaterialRow } from '../../contracts/hub/materials-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { shortDateTime } from '../lib/time.ts';
import { StateText } from '../ui/state-text.tsx';
import { bytesText, STATE_TONE, TYPE_NAMES } from './words.ts';

const pathOf = (row: MaterialRow): string => `/materials/${row.applicationId}`;

export function MaterialTable({ rows, busy }: { rows: MaterialRow[]; busy: boolean }) {
  const { t, known } = useConsoleTexts();
  const navigate = useNavigate();
  const nowMs = Date.now();
  const columns: TableColumnsType<MaterialRow> = [
    {
      title: t('materials.column.at'),
      key: 'at',
      width: 150,
      render: (_, m) => (
        <Link to={pathOf(m)} className="row-link" onClick={(e) => e.stopPropagation()}>
          {shortDateTime(m.atMs, nowMs)}
        </Link>
      ),
    },
    {
      title: t('materials.column.title'),
      key: 'title',
      ellipsis: true,
      render: (_, m) => (
        <>
          {m.title}
          <span className="second mono">{m.code}</span>
        </>
      ),
    },
    {
      title: t('materials.column.application'),
      key: 'application',
      width: '24%',
      ellipsis: true,
      render: (_, m) => (
        <>
          <span className={m.caseNo === null ? 'faint' : 'mono'}>{m.caseNo ?? t('materials.noCase')}</span>
          <span className="second mono">{m.applicationId}</span>
        </>
      ),
    },
    {
      title: t('materials.column.document'),
      key: 'document',
      width: 130,
      render: (_, m) => (
        <>
          {t('materials.pages', { n: m.pages })}
          <span className="second">
            {TYPE_NAMES[m.type]} · {bytesText(m.size)}
          </span>
        </>
      ),
    },
    {
      title: t('materials.column.terminal'),
      key: 'terminal',
      width: 120,
      ellipsis: true,
      render: (_, m) => <span className="mono">{m.terminalId}</span>,
    },
    {
      title: t('materials.column.state'),
      key: 'state',
      width: 150,
      render: (_, m) => (
        <>
          <StateText
            tone={STATE_TONE[m.state]}
            title={m.reason === null ? t(`materials.stateHint.${m.state}`) : known('error', m.reason)}
          >
            {t(`materials.state.${m.state}`)}
          </StateText>
          {m.held && <span className="second">{t('materials.held')}</span>}
        </>
      ),
    },
  ];
  return (
    <Table<MaterialRow>
      className="list"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('materials.list')}
      loading={{ spinning: busy, delay: 250 }}
      rowClassName={(m) => `row-click${m.state === 'quarantined' ? ' row-negative' : ''}`}
      onRow={(m) => ({ onClick: () => void navigate(pathOf(m)) })}
    />
  );
}
