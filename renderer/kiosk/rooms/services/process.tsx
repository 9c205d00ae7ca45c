import type { ProcessStep } from '../../../../contracts/catalogue.ts';
import { Icon } from '../../../design/icon.tsx';
import { useTexts } from './texts.ts';

/** The process as a picture (办理流程图): box after box, what the citizen does apart from what the hall does. */
export function Process({ steps }: { steps: readonly ProcessStep[] }) {
  const { t, say } = useTexts();
  return (
    <ol className="process">
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place.
        <li key={i} className="process__step" data-by={step.by}>
          <span className="process__number" aria-hidden="true">
            {i + 1}
          </span>
          <div>
            <strong>{say(step.name)}</strong>
            {step.note !== null && <p className="quiet">{say(step.note)}</p>}
          </div>
          <span className="process__by">
            <Icon name={step.by === 'applicant' ? 'person' : 'home'} />
            {t(`process.${step.by}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
