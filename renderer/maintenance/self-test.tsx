import type { DeviceState, SelfTest } from '../../contracts/devices.ts';
import { useMaintenance } from './context.ts';
import { moment, took } from './format.ts';
import { Shape } from './state-mark.tsx';

type Step = SelfTest['steps'][number];

/** A step that passed may still carry a warning. */
const stateOf = (step: Step): DeviceState => (step.ok ? (step.code === null ? 'ok' : 'degraded') : 'fault');

/** The last self-test (自检), step by step. */
export function LastTest({ test }: { test: SelfTest | null }) {
  const { texts } = useMaintenance();
  const { t, locale } = texts;
  return (
    <section className="m-panel" aria-labelledby="m-test">
      <h3 id="m-test">
        {t('selfTest.title')}
        {test !== null && <span className="m-panel__note">{moment(test.at, locale)}</span>}
      </h3>
      {test === null ? (
        <p className="quiet">{t('selfTest.never')}</p>
      ) : (
        <ol className="m-steps">
          {test.steps.map((step) => (
            <TestStep key={step.name} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TestStep({ step }: { step: Step }) {
  const { texts } = useMaintenance();
  const { t } = texts;
  const state = stateOf(step);
  const words = { ok: t('selfTest.passed'), degraded: t('selfTest.warned'), fault: t('selfTest.failed') };
  return (
    <li className="m-step" data-state={state}>
      <Shape state={state} />
      <span className="m-step__name">{texts.step(step.name)}</span>
      <span className="m-step__result">
        {state === 'ok' || state === 'degraded' ? words[state] : words.fault}
      </span>
      <span className="m-step__ms">{took(step.ms, texts)}</span>
      {step.detail !== null && <code className="m-step__detail">{step.detail}</code>}
      {step.code !== null && (
        <span className="m-step__why">
          {texts.staff(step.code)} <code>{step.code}</code>
        </span>
      )}
    </li>
  );
}
