import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CounterClient } from '../api/client.ts';
import { codeOf } from '../api/failure.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { CaseList } from './case-list.tsx';
import { CodeText } from './code-text.tsx';
import { HelpStrip } from './help-strip.tsx';
import { EMPTY_DRAFT, RequestForm } from './request-form.tsx';
import { RequestPanel } from './request-panel.tsx';
import { useDesk } from './use-desk.ts';
import { WindowHead } from './window-head.tsx';

const REFRESH_MS = 10_000;

/** The window, its pad, and at most one request. It learns nothing of the score. */
export function DeskPage({ client, unauthorised }: { client: CounterClient; unauthorised: () => void }) {
  const { t } = useCounterTexts();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const place = useQuery({
    queryKey: ['window'],
    queryFn: ({ signal }) => client.window(undefined, { signal }),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const { desk, send, cancel, clear } = useDesk(client, unauthorised);

  const code = place.error ? codeOf(place.error) : null;
  useEffect(() => {
    if (code === 'auth.required' || code === 'auth.failed') unauthorised();
  }, [code, unauthorised]);

  const ended = desk.kind === 'over' ? desk.request.id : null;
  useEffect(() => {
    if (ended !== null) void queries.invalidateQueries({ queryKey: ['window'] });
  }, [ended, queries]);

  if (!place.data)
    return (
      <main className="token">
        {code === null ? <p className="hint">{t('window.loading')}</p> : <CodeText code={code} />}
      </main>
    );

  const next = () => {
    setDraft(EMPTY_DRAFT);
    clear();
  };
  const busy = desk.kind === 'open' || desk.kind === 'over';
  return (
    <main className="desk">
      <WindowHead client={client} place={place.data} lost={code !== null} unauthorised={unauthorised} />
      <HelpStrip client={client} />
      <div className="desk-work">
        {busy ? (
          <RequestPanel desk={desk} onCancel={cancel} onNext={next} />
        ) : (
          <RequestForm draft={draft} desk={desk} onChange={setDraft} onEdit={clear} onSend={send} />
        )}
      </div>
      <CaseList
        cases={place.data.cases}
        disabled={desk.kind === 'open' || desk.kind === 'sending'}
        chosen={busy ? null : draft}
        onChoose={({ caseNo, stage }) => {
          clear();
          setDraft({ caseNo, stage, itemName: '' });
          document.getElementById('case-no')?.focus();
        }}
      />
    </main>
  );
}
