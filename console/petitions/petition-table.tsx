import { Button, Table, type TableColumnsType } from 'antd';
import type { PetitionRow } from '../../contracts/hub/petitions-api.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { shortDateTime } from '../lib/time.ts';
import { usePlaces } from '../shell/places.ts';
import { StateText } from '../ui/state-text.tsx';
import { KIND_TONE, STATE_TONE } from './words.ts';

export function PetitionTable(o: { rows: PetitionRow[]; busy: boolean; onOpen: (id: string) => void }) {
  const { t } = useConsoleTexts();
  const windowName = useWindowName();
  const nowMs = Date.now();
  const columns: TableColumnsType<PetitionRow> = [
    {
      title: t('petitions.column.at'),
      key: 'at',
      width: 150,
      render: (_, p) => (
        <Button
          type="link"
          size="small"
          className="row-link"
          onClick={(e) => {
            e.stopPropagation();
            o.onOpen(p.id);
          }}
        >
          {shortDateTime(p.atMs, nowMs)}
        </Button>
      ),
    },
    {
      title: t('petitions.column.kind'),
      key: 'kind',
      width: 150,
      render: (_, p) => <StateText tone={KIND_TONE[p.kind]}>{t(`petitions.kind.${p.kind}`)}</StateText>,
    },
    {
      title: t('petitions.column.no'),
      key: 'no',
      width: 200,
      render: (_, p) => <span className="mono">{p.no}</span>,
    },
    {
      title: t('petitions.column.about'),
      key: 'about',
      ellipsis: true,
      render: (_, p) =>
        p.caseNo !== null ? (
          <span className="mono">{p.caseNo}</span>
        ) : p.windowId !== null ? (
          windowName(p.windowId)
        ) : (
          <span className="faint">–</span>
        ),
    },
    {
      title: t('petitions.column.from'),
      key: 'from',
      width: 170,
      render: (_, p) =>
        p.proof === null ? (
          <StateText tone="quiet">{t('petitions.guest')}</StateText>
        ) : (
          <StateText tone={p.proof === 'typed' ? 'warn' : 'good'}>{t(`cases.proof.${p.proof}`)}</StateText>
        ),
    },
    {
      title: t('petitions.column.state'),
      key: 'state',
      width: 160,
      render: (_, p) => (
        <>
          <StateText tone={STATE_TONE[p.state]}>{t(`petitions.state.${p.state}`)}</StateText>
          {p.state === 'received' && p.wantsAnswer && (
            <span className="second">{t('petitions.wantsAnswer')}</span>
          )}
        </>
      ),
    },
  ];
  return (
    <Table<PetitionRow>
      className="list"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={o.rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('petitions.list')}
      loading={{ spinning: o.busy, delay: 250 }}
      rowClassName="row-click"
      onRow={(p) => ({ onClick: () => o.onOpen(p.id) })}
    />
  );
}

/** A window by its number and name; its id while the names are not there. */
export function useWindowName(): (id: string) => string {
  const { locale } = useConsoleTexts();
  const windows = usePlaces().data?.windows ?? [];
  return (id) => {
    const found = windows.find((w) => w.id === id);
    return found === undefined ? id : `${found.no} ${inLocale(found.name, locale)}`;
  };
}
