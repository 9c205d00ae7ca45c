import { MessageOutlined } from '@ant-design/icons';
import { Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import type { RatingRow } from '../../contracts/hub/console-api.ts';
import { isNegative } from '../../contracts/rating.ts';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { shortDateTime } from '../lib/time.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { StateText } from '../ui/state-text.tsx';
import { useTagNames } from './tag-names.ts';
import type { Place } from './use-query.ts';

/** As many tags as fit into three lines; the third line says how many more there are. */
const shownTags = (tags: string[]): string[] => (tags.length <= 3 ? tags : tags.slice(0, 2));
const RELAY_TONE = { waiting: 'quiet', relayed: 'good', refused: 'bad', notRelayed: 'quiet' } as const;
const STATUS_TONE = { counted: 'plain', duplicate: 'quiet', unchecked: 'warn', unknownCase: 'warn' } as const;

export function RatingTable(o: {
  place: Place;
  rows: RatingRow[];
  /** Of the list's history entry (the way back through its pages): a story keeps it. */
  historyState: unknown;
  busy: boolean;
  openId: string | null;
}) {
  const { t, locale } = useConsoleTexts();
  const tagName = useTagNames();
  const navigate = useNavigate();
  const { place, historyState: state } = o;

  const columns = useMemo<TableColumnsType<RatingRow>>(() => {
    const nowMs = Date.now();
    return [
      {
        title: t('ratings.column.at'),
        key: 'at',
        width: 126,
        render: (_, r) => (
          <>
            <Link
              to={place.storyPath(r.id)}
              state={state}
              className="row-link"
              onClick={(e) => e.stopPropagation()}
            >
              {shortDateTime(r.atMs, nowMs)}
            </Link>
            <span className="second">{t(`source.${r.source}`)}</span>
          </>
        ),
      },
      {
        title: t('ratings.column.level'),
        key: 'level',
        width: 128,
        render: (_, r) => <LevelMark level={r.level} />,
      },
      {
        title: t('ratings.column.tags'),
        key: 'tags',
        ellipsis: true,
        render: (_, r) => (
          <>
            {shownTags(r.tags).map((code) => (
              <span key={code} className="tag-line">
                {tagName(code)}
              </span>
            ))}
            <span className="second">
              {r.tags.length === 0 && <span>{t('ratings.noTags')}</span>}
              {r.tags.length > 3 && <span>{t('ratings.moreTags', { n: r.tags.length - 2 })}</span>}
              {r.hasText && (
                <span className="has-text">
                  <MessageOutlined aria-hidden /> {t('ratings.hasText')}
                </span>
              )}
            </span>
          </>
        ),
      },
      {
        title: t('ratings.column.case'),
        key: 'case',
        width: '22%',
        ellipsis: true,
        render: (_, r) => (
          <>
            <span className="mono">{r.case.caseNo}</span>
            <span className="second">
              {t(`stage.${r.case.stage}`)} · {r.case.itemName ?? r.case.itemCode ?? '–'}
            </span>
          </>
        ),
      },
      {
        title: t('ratings.column.place'),
        key: 'place',
        width: '16%',
        ellipsis: true,
        render: (_, r) => (
          <>
            {inLocale(r.windowName, locale)}
            <span className="second">{inLocale(r.departmentName, locale)}</span>
          </>
        ),
      },
      {
        title: t('ratings.column.staff'),
        key: 'staff',
        width: 92,
        ellipsis: true,
        render: (_, r) => (
          <>
            {r.staffName ?? '–'}
            <span className="second mono">{r.terminalId}</span>
          </>
        ),
      },
      {
        title: t('ratings.column.status'),
        key: 'status',
        width: 132,
        render: (_, r) => (
          <>
            <StateText tone={STATUS_TONE[r.status]} title={t(`statusHint.${r.status}`)}>
              {t(`status.${r.status}`)}
            </StateText>
            <span className="second">
              <StateText tone={RELAY_TONE[r.relay]}>{t(`relay.${r.relay}`)}</StateText>
            </span>
          </>
        ),
      },
    ];
  }, [t, locale, tagName, place, state]);

  return (
    <Table<RatingRow>
      className="list"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={o.rows}
      pagination={false}
      tableLayout="fixed"
      sticky
      aria-label={t('ratings.list')}
      loading={{ spinning: o.busy, delay: 250 }}
      rowClassName={(r) =>
        [isNegative(r.level) ? 'row-negative' : '', r.id === o.openId ? 'row-open' : '', 'row-click'].join(
          ' ',
        )
      }
      onRow={(r) => ({ onClick: () => void navigate(place.storyPath(r.id), { state }) })}
    />
  );
}
