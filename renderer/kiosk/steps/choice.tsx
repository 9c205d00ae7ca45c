import { useState } from 'react';
import { useKiosk } from '../context.ts';
import { useChoosing } from '../sending.ts';
import type { StepProps } from './props.ts';

/** One of some answers, each as large as the others. */
export function Choice({ session, step }: StepProps<'choice'>) {
  const { texts } = useKiosk();
  const { refusal, send } = useChoosing();
  // Shown at the tap; the service's word follows within a frame or two.
  const [tapped, setTapped] = useState<string | null>(null);
  const chosen = refusal === null ? (tapped ?? step.chosen) : step.chosen;
  const choose = (option: string) => {
    setTapped(option);
    send((terminal) => terminal.kiosk.choose({ sessionId: session.id, option }));
  };
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{texts.say(step.title)}</legend>
      {step.options.map((option) => (
        <label key={option.id} className="button button--main choice__option">
          <input
            type="radio"
            name={step.id}
            className="overlay-input"
            checked={chosen === option.id}
            onChange={() => choose(option.id)}
          />
          <span className="choice__mark" aria-hidden="true" />
          <span>{texts.say(option.label)}</span>
        </label>
      ))}
    </fieldset>
  );
}
