import { useState } from 'react';
import { useKiosk } from '../context.ts';
import { useChoosing } from '../sending.ts';
import type { StepProps } from './props.ts';

/** Some of some answers, each as large as the others. */
export function MultiChoice({ session, step }: StepProps<'multiChoice'>) {
  const { texts } = useKiosk();
  const { t, say } = texts;
  const { refusal, send } = useChoosing();
  // Shown at the tap; the service's word follows within a frame or two.
  const [tapped, setTapped] = useState<readonly string[] | null>(null);
  const chosen = refusal === null ? (tapped ?? step.chosen) : step.chosen;
  const choose = (options: string[]) => {
    setTapped(options);
    send((terminal) => terminal.kiosk.chooseMany({ sessionId: session.id, options }));
  };
  return (
    <fieldset className="choice choice--several">
      <legend className="visually-hidden">{say(step.title)}</legend>
      <p className="choice__count quiet" role="status">
        {t('choice.several', { n: chosen.length })}
      </p>
      {step.options.map(({ id, label }) => (
        <label key={id} className="button button--main choice__option">
          <input
            type="checkbox"
            className="overlay-input"
            checked={chosen.includes(id)}
            onChange={(e) =>
              choose(e.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span className="choice__mark" aria-hidden="true" />
          <span>{say(label)}</span>
        </label>
      ))}
    </fieldset>
  );
}
