import { useMutation, useQuery } from '@tanstack/react-query';
import type { CounterClient } from '../api/client.ts';
import { codeOf } from '../api/failure.ts';
import { inLocale } from '../i18n/texts.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { CodeText } from './code-text.tsx';

const REFRESH_MS = 5_000;

/** Citizens at kiosks who called for staff (呼叫工作人员); whoever of the counters goes there takes the call. */
export function HelpStrip({ client }: { client: CounterClient }) {
  const { t, locale } = useCounterTexts();
  const list = useQuery({
    queryKey: ['help'],
    queryFn: ({ signal }) => client.help.open(undefined, { signal }),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const going = useMutation({
    mutationFn: (id: string) => client.help.take({ id }),
    onSettled: () => list.refetch(),
  });
  const code = going.error === null ? null : codeOf(going.error);
  return (
    <section className="help" role="status" aria-label={t('help.title')}>
      {list.data?.calls.map((call) => (
        <p key={call.id} className="help-call">
          <span>
            <strong>{t('help.calls', { terminal: call.terminalId })}</strong> {inLocale(call.window, locale)}
          </span>
          <button type="button" disabled={going.isPending} onClick={() => going.mutate(call.id)}>
            {t('help.go')}
          </button>
        </p>
      ))}
      {code !== null && code !== 'not.found' && <CodeText code={code} />}
    </section>
  );
}
