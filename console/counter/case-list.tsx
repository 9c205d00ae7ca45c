import type { Stage } from '../../contracts/primitives.ts';
import type { CounterClient } from '../api/client.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';

type Case = Awaited<ReturnType<CounterClient['window']>>['cases'][number];

/** The window's latest cases: one press puts one into the form. */
export function CaseList(o: {
  cases: Case[];
  disabled: boolean;
  chosen: { caseNo: string; stage: Stage } | null;
  onChoose: (c: Case) => void;
}) {
  const { t } = useCounterTexts();
  return (
    <section className="cases" aria-labelledby="cases-title">
      <h2 id="cases-title">{t('cases.title')}</h2>
      {o.cases.length === 0 ? (
        <p className="hint">{t('cases.empty')}</p>
      ) : (
        <ul>
          {o.cases.map((c) => (
            <li key={`${c.caseNo} ${c.stage}`}>
              <button
                type="button"
                disabled={o.disabled}
                aria-pressed={o.chosen?.caseNo === c.caseNo && o.chosen.stage === c.stage}
                onClick={() => o.onChoose(c)}
              >
                <span className="mono case-no">{c.caseNo}</span>
                <span className="case-time">{dateTime(c.handledMs).slice(5, 16)}</span>
                <span className="hint case-item">
                  {t(`stage.${c.stage}`)} · {c.itemName ?? c.itemCode ?? '–'}
                </span>
                {c.rated && <span className="case-rated">{t('cases.rated')}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
