import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Application, MaterialStory } from '../../contracts/hub/materials-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { CasePanel } from '../cases/case-panel.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { Room } from '../ui/room.tsx';
import { ApplicationActions } from './application-actions.tsx';
import { ApplicationFacts } from './application-facts.tsx';
import { MaterialFacts } from './material-facts.tsx';
import { MaterialRail } from './material-rail.tsx';
import { Viewer } from './viewer.tsx';

/** One application: its materials, the one that is looked at, and what proves it. */
export function ApplicationRoom() {
  const { t } = useConsoleTexts();
  const { id = '' } = useParams();
  const { may } = useMe();
  const client = useClient();
  const application = useQuery({
    queryKey: ['application', id],
    queryFn: ({ signal }) => client.materials.application({ id }, { signal }),
    // Each reading is a line of the audit log: nothing is read again by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  const { data, error } = application;

  return (
    <Room
      title={t('materials.applicationTitle')}
      aside={data && <ApplicationActions application={data} onChange={() => void application.refetch()} />}
    >
      <p className="application-back">
        {may('cases.read') && (
          <Link to="/cases">
            <ArrowLeftOutlined aria-hidden /> {t('cases.back')}
          </Link>
        )}
        <Link to="/materials">
          <ArrowLeftOutlined aria-hidden /> {t('materials.back')}
        </Link>
      </p>
      {error && !data && <FailureNote code={codeOf(error)} retry={() => void application.refetch()} />}
      {!error && !data && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {data && <Desk key={id} application={data} />}
    </Room>
  );
}

/** Which material and which page stand in the address, so that coming back shows the same. */
function Desk({ application }: { application: Application }) {
  const { t } = useConsoleTexts();
  const [params, setParams] = useSearchParams();
  const story = application.materials.find((m) => m.row.id === params.get('material'));
  const asked = Number(params.get('page') ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 ? asked : 1;
  const show = (material: string, at: number) => setParams({ material, page: String(at) }, { replace: true });

  return (
    <>
      <ApplicationFacts application={application} />
      {application.more && (
        <Alert type="warning" showIcon className="form-alert" title={t('materials.more')} />
      )}
      <div className="desk">
        <MaterialRail
          application={application}
          shown={story ? { id: story.row.id, page } : null}
          onShow={show}
        />
        <section className="desk-sheet" aria-label={story?.row.title ?? t('materials.choose')}>
          {story ? (
            <Viewer
              key={story.row.id}
              story={story}
              page={page}
              onPage={(next) => show(story.row.id, next)}
            />
          ) : application.materials.length === 0 ? (
            <EmptyNote title={t('materials.without')} hint={t('materials.withoutHint')} />
          ) : (
            <EmptyNote title={t('materials.choose')} hint={t('materials.chooseHint')} />
          )}
        </section>
        <Facts id={application.id} story={story} />
      </div>
    </>
  );
}

/** The form beside the page, or what proves the page. Who may not read forms sees the proof alone. */
function Facts({ id, story }: { id: string; story: MaterialStory | undefined }) {
  const { t } = useConsoleTexts();
  const { may } = useMe();
  const reads = may('cases.read');
  const [tab, setTab] = useState<'form' | 'proof'>(reads ? 'form' : 'proof');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a column that scrolls is scrolled by keys
    <section className="desk-facts" tabIndex={0} aria-label={t(`cases.tab.${tab}`)}>
      {reads && (
        <Segmented
          block
          className="desk-tabs"
          aria-label={t('cases.tabs')}
          value={tab}
          options={(['form', 'proof'] as const).map((value) => ({ value, label: t(`cases.tab.${value}`) }))}
          onChange={setTab}
        />
      )}
      {/* Kept while the proof is looked at: opening the form once is one line of the audit log. */}
      {reads && (
        <div hidden={tab !== 'form'}>
          <CasePanel id={id} />
        </div>
      )}
      {tab === 'proof' &&
        (story ? <MaterialFacts story={story} /> : <p className="faint">{t('cases.noProof')}</p>)}
    </section>
  );
}
