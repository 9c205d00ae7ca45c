import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CounterClient } from '../api/client.ts';
import { codeOf } from '../api/failure.ts';
import { inLocale } from '../i18n/texts.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { CodeText } from './code-text.tsx';

type Place = Awaited<ReturnType<CounterClient['window']>>;

/** Which window this is, whether its pad is there, and who sits at it. */
export function WindowHead(o: {
  client: CounterClient;
  place: Place;
  lost: boolean;
  unauthorised: () => void;
}) {
  const { t, locale } = useCounterTexts();
  const { window, pad, staff, staffOnDuty } = o.place;
  const queries = useQueryClient();
  const duty = useMutation({
    mutationFn: (staffId: string | null) => o.client.setOnDuty({ staffId }),
    onError: (error) => {
      if (codeOf(error) === 'auth.required') o.unauthorised();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['window'] }),
  });
  const chosen = duty.isPending ? duty.variables : staffOnDuty;

  return (
    <header className="head">
      <div className="head-window">
        <span className="head-no">{window.no}</span>
        <div>
          <h1>{inLocale(window.name, locale)}</h1>
          <p className="hint">{inLocale(window.department, locale)}</p>
        </div>
      </div>
      <p className={`pad pad-${pad.state}`} role="status">
        {t(`window.pad.${pad.state}`)}
        {pad.state === 'offline' && pad.lastSeenMs !== null && (
          <span className="hint">
            {' '}
            {t('window.padSeen', { time: dateTime(pad.lastSeenMs).slice(5, 16) })}
          </span>
        )}
      </p>
      <label className="duty">
        <span>{t('window.onDuty')}</span>
        <select value={chosen ?? ''} onChange={(event) => duty.mutate(event.target.value || null)}>
          <option value="">{t('window.nobody')}</option>
          {staff.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name} {member.no}
            </option>
          ))}
        </select>
      </label>
      {o.lost && (
        <p className="warn" role="status">
          {t('window.lost')}
        </p>
      )}
      {!o.lost && pad.state === 'offline' && <p className="warn">{t('window.padOfflineHint')}</p>}
      {duty.error && <CodeText code={codeOf(duty.error)} />}
    </header>
  );
}
