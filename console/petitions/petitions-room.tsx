import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import {
  type PetitionKind,
  type PetitionState,
  petitionKind,
  petitionState,
} from '../../contracts/petition.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { usePages } from '../lib/use-pages.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { Pager } from '../ui/pager.tsx';
import { Room } from '../ui/room.tsx';
import { TextChoice } from '../ui/text-choice.tsx';
import { PetitionDrawer } from './petition-drawer.tsx';
import { PetitionTable } from './petition-table.tsx';
import {
  isNumber,
  type PetitionQuery,
  readPetitionQuery,
  toPetitionFilter,
  writePetitionQuery,
} from './query.ts';

const REFRESH_MS = 30_000;

/** 咨询投诉建议: what citizens left at the kiosks; the list's question stands in the address. */
export function PetitionsRoom() {
  const { t } = useConsoleTexts();
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [open, setOpen] = useState<string | null>(null);
  const { query, key } = useMemo(() => {
    const read = readPetitionQuery(new URLSearchParams(search));
    return { query: read, key: writePetitionQuery(read).toString() };
  }, [search]);
  const pages = usePages('/petitions', key);
  const page = useQuery({
    queryKey: ['petitions', key, pages.after ?? ''],
    queryFn: ({ signal }) =>
      client.petitions.list(
        { filter: toPetitionFilter(query), ...(pages.after === undefined ? {} : { after: pages.after }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const ask = (change: Partial<PetitionQuery>) => {
    // The address may be newer than what is painted.
    const now = readPetitionQuery(new URLSearchParams(window.location.search));
    void navigate({ pathname: '/petitions', search: writePetitionQuery({ ...now, ...change }).toString() });
  };
  const rows = page.data?.rows;

  return (
    <Room title={t('room.petitions')} aside={<span className="faint">{t('petitions.audited')}</span>}>
      <search className="filters">
        <div className="filter-line">
          <Select
            aria-label={t('petitions.column.state')}
            placeholder={t('petitions.column.state')}
            style={{ width: 150 }}
            allowClear
            value={query.state}
            options={petitionState.options.map((value) => ({ value, label: t(`petitions.state.${value}`) }))}
            onChange={(state: PetitionState | undefined) => ask({ state: state ?? null })}
          />
          <Select
            aria-label={t('petitions.column.kind')}
            placeholder={t('petitions.column.kind')}
            style={{ width: 170 }}
            allowClear
            value={query.kind}
            options={petitionKind.options.map((value) => ({ value, label: t(`petitions.kind.${value}`) }))}
            onChange={(kind: PetitionKind | undefined) => ask({ kind: kind ?? null })}
          />
          <TextChoice
            label={t('petitions.no')}
            width={220}
            maxLength={20}
            value={query.no}
            fits={isNumber}
            onChange={(no) => ask({ no })}
          />
          {key !== '' && (
            <Button type="link" onClick={() => void navigate('/petitions')}>
              {t('do.clear')}
            </Button>
          )}
        </div>
      </search>
      {page.error && !page.data && (
        <FailureNote code={codeOf(page.error)} retry={() => void page.refetch()} />
      )}
      {!page.error && !rows && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {rows?.length === 0 && <EmptyNote title={t('petitions.empty')} hint={t('petitions.emptyHint')} />}
      {rows && rows.length > 0 && (
        <PetitionTable rows={rows} busy={page.isPlaceholderData} onOpen={setOpen} />
      )}
      {page.data && (
        <Pager pages={pages} next={page.data.next} busy={page.isPlaceholderData} label={t('petitions.list')}>
          {t('petitions.open', { n: page.data.open })}
        </Pager>
      )}
      <PetitionDrawer id={open} onClose={() => setOpen(null)} onChange={() => void page.refetch()} />
    </Room>
  );
}
