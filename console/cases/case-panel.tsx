import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Link } from 'react-router';
import type { CaseDesk } from '../../contracts/hub/cases-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { FailureNote } from '../ui/failure.tsx';
import { StateText } from '../ui/state-text.tsx';
import { CaseActions } from './case-actions.tsx';
import { CaseForm } from './case-form.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import { STATE_TONE } from './words.ts';

/** An application's form and its case, beside its pages. */
export function CasePanel({ id }: { id: string }) {
  const { t } = useConsoleTexts();
  const client = useClient();
  const desk = useQuery({
    queryKey: ['case-desk', id],
    queryFn: ({ signal }) => client.cases.desk({ id }, { signal }),
    // Each reading is a line of the audit log: nothing is read again by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  if (desk.error && codeOf(desk.error) === 'not.found')
    return <p className="faint">{t('materials.noForm')}</p>;
  if (desk.error) return <FailureNote code={codeOf(desk.error)} retry={() => void desk.refetch()} />;
  if (!desk.data) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  return (
    <>
      <Head desk={desk.data} onDone={() => void desk.refetch()} />
      {desk.data.form === null ? (
        <p className="faint">{t('cases.deleted')}</p>
      ) : (
        <CaseForm key={id} form={desk.data.form} />
      )}
      <Others id={id} applications={desk.data.applications} />
      <CaseTimeline timeline={desk.data.timeline} />
    </>
  );
}

function Head({ desk, onDone }: { desk: CaseDesk; onDone: () => void }) {
  const { t } = useConsoleTexts();
  const { state, itemName, itemKnown } = desk.case;
  return (
    <div className="case-head">
      <p>
        <strong>{itemName}</strong>
        <StateText tone={STATE_TONE[state]}>{t(`cases.state.${state}`)}</StateText>
      </p>
      {!itemKnown && <p className="second">{t('cases.unknownItemHint')}</p>}
      <CaseActions desk={desk} onDone={onDone} />
    </div>
  );
}

/** A case that was supplemented has several applications, each with documents of its own. */
function Others({ id, applications }: { id: string; applications: CaseDesk['applications'] }) {
  const { t } = useConsoleTexts();
  if (applications.length < 2) return null;
  return (
    <>
      <h2>{t('cases.others')}</h2>
      <ul className="form-named">
        {applications.map((a) => (
          <li key={a.id}>
            {a.id === id ? (
              <>
                <span className="mono">{a.receiptNo}</span> <span className="faint">{t('cases.here')}</span>
              </>
            ) : (
              <Link to={`/materials/${a.id}`} className="mono">
                {a.receiptNo}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
