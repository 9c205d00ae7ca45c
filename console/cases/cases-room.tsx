import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { type CaseState, caseState } from '../../contracts/hub/applications-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { usePages } from '../lib/use-pages.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { MinuteRangePicker } from '../ui/minute-range.tsx';
import { Pager } from '../ui/pager.tsx';
import { Room } from '../ui/room.tsx';
import { TextChoice } from '../ui/text-choice.tsx';
import { CaseTable } from './case-table.tsx';
import { type CaseQuery, FITS, readCaseQuery, toCaseFilter, writeCaseQuery } from './query.ts';

/** The cases that kiosks brought; what the list was asked for stands in the address. */
export function CasesRoom() {
  const { t } = useConsoleTexts();
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { query, key } = useMemo(() => {
    const read = readCaseQuery(new URLSearchParams(search));
    return { query: read, key: writeCaseQuery(read).toString() };
  }, [search]);
  const pages = usePages('/cases', key);
  const page = useQuery({
    queryKey: ['cases', key, pages.after ?? ''],
    queryFn: ({ signal }) =>
      client.cases.list(
        { filter: toCaseFilter(query), ...(pages.after === undefined ? {} : { after: pages.after }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const ask = (change: Partial<CaseQuery>) => {
    // The address may be newer than what is painted.
    const now = readCaseQuery(new URLSearchParams(window.location.search));
    void navigate({ pathname: '/cases', search: writeCaseQuery({ ...now, ...change }).toString() });
  };
  const rows = page.data?.rows;

  return (
    <Room title={t('room.cases')} aside={<span className="faint">{t('cases.audited')}</span>}>
      <search className="filters">
        <div className="filter-line">
          <MinuteRangePicker range={query} onChange={ask} />
          <TextChoice
            label={t('cases.no')}
            width={250}
            maxLength={60}
            value={query.no}
            fits={FITS.no}
            onChange={(no) => ask({ no })}
          />
          <TextChoice
            label={t('cases.item')}
            width={150}
            maxLength={40}
            value={query.item}
            fits={FITS.item}
            onChange={(item) => ask({ item })}
          />
          <Select
            aria-label={t('cases.column.state')}
            placeholder={t('cases.column.state')}
            style={{ width: 150 }}
            allowClear
            value={query.state}
            options={caseState.options.map((value) => ({ value, label: t(`cases.state.${value}`) }))}
            onChange={(state: CaseState | undefined) => ask({ state: state ?? null })}
          />
          {key !== '' && (
            <Button type="link" onClick={() => void navigate('/cases')}>
              {t('do.clear')}
            </Button>
          )}
        </div>
      </search>
      {page.error && !page.data && (
        <FailureNote code={codeOf(page.error)} retry={() => void page.refetch()} />
      )}
      {!page.error && !rows && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {rows?.length === 0 && <EmptyNote title={t('cases.empty')} hint={t('cases.emptyHint')} />}
      {rows && rows.length > 0 && <CaseTable rows={rows} busy={page.isPlaceholderData} />}
      {page.data && (
        <Pager pages={pages} next={page.data.next} busy={page.isPlaceholderData} label={t('cases.list')}>
          {null}
        </Pager>
      )}
    </Room>
  );
}
