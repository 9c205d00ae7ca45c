import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { type MaterialState, materialState } from '../../contracts/hub/materials-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { usePages } from '../lib/use-pages.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { MinuteRangePicker } from '../ui/minute-range.tsx';
import { Pager } from '../ui/pager.tsx';
import { Room } from '../ui/room.tsx';
import { TextChoice } from '../ui/text-choice.tsx';
import { MaterialTable } from './material-table.tsx';
import {
  FITS,
  type MaterialQuery,
  readMaterialQuery,
  toMaterialFilter,
  writeMaterialQuery,
} from './query.ts';

/** The list of materials; what it was asked for stands in the address. */
export function MaterialsRoom() {
  const { t } = useConsoleTexts();
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { query, key } = useMemo(() => {
    const read = readMaterialQuery(new URLSearchParams(search));
    return { query: read, key: writeMaterialQuery(read).toString() };
  }, [search]);
  const pages = usePages('/materials', key);
  const page = useQuery({
    queryKey: ['materials', key, pages.after ?? ''],
    queryFn: ({ signal }) =>
      client.materials.list(
        { filter: toMaterialFilter(query), ...(pages.after === undefined ? {} : { after: pages.after }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const ask = (change: Partial<MaterialQuery>) => {
    // The address may be newer than what is painted.
    const now = readMaterialQuery(new URLSearchParams(window.location.search));
    void navigate({ pathname: '/materials', search: writeMaterialQuery({ ...now, ...change }).toString() });
  };
  const rows = page.data?.rows;

  return (
    <Room title={t('room.materials')} aside={<span className="faint">{t('materials.audited')}</span>}>
      <search className="filters">
        <div className="filter-line">
          <MinuteRangePicker range={query} onChange={ask} />
          <TextChoice
            label={t('materials.caseNo')}
            width={180}
            maxLength={40}
            value={query.case}
            fits={FITS.case}
            onChange={(value) => ask({ case: value })}
          />
          <TextChoice
            label={t('materials.code')}
            width={130}
            maxLength={40}
            value={query.code}
            fits={FITS.code}
            onChange={(code) => ask({ code })}
          />
          <TextChoice
            label={t('materials.terminal')}
            width={120}
            maxLength={40}
            value={query.terminal}
            fits={FITS.terminal}
            onChange={(terminal) => ask({ terminal })}
          />
          <Select
            aria-label={t('materials.filterState')}
            placeholder={t('materials.filterState')}
            style={{ width: 120 }}
            allowClear
            value={query.state}
            options={materialState.options.map((value) => ({ value, label: t(`materials.state.${value}`) }))}
            onChange={(state: MaterialState | undefined) => ask({ state: state ?? null })}
          />
          <TextChoice
            label={t('materials.application')}
            width={170}
            maxLength={36}
            value={query.application}
            fits={FITS.application}
            onChange={(application) => ask({ application })}
          />
          {key !== '' && (
            <Button type="link" onClick={() => void navigate('/materials')}>
              {t('do.clear')}
            </Button>
          )}
        </div>
      </search>
      {page.error && !page.data && (
        <FailureNote code={codeOf(page.error)} retry={() => void page.refetch()} />
      )}
      {!page.error && !rows && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {rows?.length === 0 && <EmptyNote title={t('materials.empty')} hint={t('materials.emptyHint')} />}
      {rows && rows.length > 0 && <MaterialTable rows={rows} busy={page.isPlaceholderData} />}
      {page.data && (
        <Pager pages={pages} next={page.data.next} busy={page.isPlaceholderData} label={t('materials.list')}>
          {null}
        </Pager>
      )}
    </Room>
  );
}
