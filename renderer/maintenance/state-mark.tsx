import type { DeviceState } from '../../contracts/devices.ts';
import type { MaintenanceTexts } from './texts.ts';

/** Each state has a shape of its own, so that it is told without colour too. */
const SHAPES: Readonly<Record<DeviceState, { outline: string; sign: readonly string[] }>> = {
  ok: { outline: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z', sign: ['M7.5 12.4l3.2 3.2 5.9-6.6'] },
  degraded: { outline: 'M12 2.6L1.6 21h20.8L12 2.6Z', sign: ['M12 9.5v5', 'M12 17.7v.01'] },
  missing: { outline: 'M12 1.8L22.2 12 12 22.2 1.8 12 12 1.8Z', sign: ['M8 12h8'] },
  fault: {
    outline: 'M7.9 2.2h8.2l5.7 5.7v8.2l-5.7 5.7H7.9l-5.7-5.7V7.9l5.7-5.7Z',
    sign: ['M8.6 8.6l6.8 6.8', 'M15.4 8.6l-6.8 6.8'],
  },
  off: {
    outline:
      'M4.5 3h15A1.5 1.5 0 0 1 21 4.5v15a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 19.5v-15A1.5 1.5 0 0 1 4.5 3Z',
    sign: ['M9.3 8.5v7', 'M14.7 8.5v7'],
  },
};

/** A filled shape with a sign in it. The words stand beside it. */
export function Shape({ state }: { state: DeviceState }) {
  const { outline, sign } = SHAPES[state];
  return (
    <svg className="shape" data-state={state} viewBox="0 0 24 24" aria-hidden="true">
      <path className="shape__outline" d={outline} />
      {sign.map((d) => (
        <path key={d} className="shape__sign" d={d} />
      ))}
    </svg>
  );
}

/** A device's state by colour, word and shape. */
export function StateMark({
  state,
  texts,
  id,
}: {
  state: DeviceState;
  texts: MaintenanceTexts;
  id?: string;
}) {
  return (
    <span className="mark" data-state={state} id={id}>
      <Shape state={state} />
      {texts.t(`state.${state}`)}
    </span>
  );
}

/** Says wherever the device is seen that no real one stands there. */
export const SimulatedBadge = ({ texts }: { texts: MaintenanceTexts }) => (
  <span className="badge badge--simulated">{texts.t('simulated')}</span>
);
