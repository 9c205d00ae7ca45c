import { useState } from 'react';
import { Switch } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { useSending } from '../../sending.ts';
import type { StepProps } from '../props.ts';
import { Fields } from './fields.tsx';
import { OwnAddresses } from './own-addresses.tsx';
import { useApplyTexts } from './texts.ts';

/** How the result is handed over: first which way, then where a parcel goes. */
export function Delivery({ session, step }: StepProps<'delivery'>) {
  const { link, texts } = useKiosk();
  const t = useApplyTexts();
  const { send } = useSending();
  // Shown at the tap; the service's word follows within a frame or two.
  const [tapped, setTapped] = useState<'window' | 'express' | null>(null);
  /** How often an own address filled the fields, and whether something was typed since. */
  const [filled, setFilled] = useState(0);
  const [typed, setTyped] = useState(false);
  const sessionId = session.id;
  const deliver = (change: {
    way?: 'window' | 'express';
    values?: Record<string, string>;
    pickUp?: boolean;
  }) => void link.send((terminal) => terminal.kiosk.deliver({ sessionId, ...change }));
  if (step.page.at > 1)
    return (
      <Fields
        fields={step.fields}
        filled={filled}
        above={
          step.own && (
            <OwnAddresses
              sessionId={sessionId}
              typed={typed}
              onTaken={() => {
                setFilled((n) => n + 1);
                setTyped(false);
              }}
              onKept={() => setTyped(false)}
            />
          )
        }
        onType={(id, value) => {
          setTyped(true);
          deliver({ values: { [id]: value } });
        }}
        onDone={() => void send((terminal) => terminal.kiosk.next({ sessionId }))}
      />
    );
  const ways = step.express ? (['window', 'express'] as const) : (['window'] as const);
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{texts.say(step.title)}</legend>
      {ways.map((way) => (
        <label key={way} className="button button--main choice__option">
          <input
            type="radio"
            name={step.id}
            className="overlay-input"
            checked={(tapped ?? step.way) === way}
            onChange={() => {
              setTapped(way);
              deliver({ way });
            }}
          />
          <span className="choice__mark" aria-hidden="true" />
          <span className="delivery__way">
            {t(`delivery.${way}`)}
            <small className="quiet">{t(`delivery.${way}Hint`)}</small>
          </span>
        </label>
      ))}
      {(tapped ?? step.way) === 'express' && (
        <Switch checked={step.pickUp} onChange={(pickUp) => deliver({ pickUp })}>
          {t('delivery.pickUp')}
        </Switch>
      )}
      {!step.express && <p className="quiet">{t('delivery.noExpress')}</p>}
    </fieldset>
  );
}
