import type { ServiceRow } from '../../../../contracts/rooms/services.ts';
import { useOfferedFlow } from './flows.ts';
import { useTexts } from './texts.ts';

/** An item in a list: what it is, whose, and whether it can be done here. */
export function ItemChoice({ row, onPress }: { row: ServiceRow; onPress: (code: string) => void }) {
  const { t, say } = useTexts();
  const isHere = useOfferedFlow(row.flowId) !== null;
  const badges = [
    ...(isHere ? [t('row.atKiosk')] : []),
    ...row.zones.map((zone) => t(zone === 'province' ? 'row.province' : 'row.nation')),
  ];
  return (
    <button type="button" className="services__choice" onClick={() => onPress(row.code)}>
      <strong>{say(row.name)}</strong>
      <span className="services__under">
        <span className="quiet">{say(row.department)}</span>
        {badges.map((badge) => (
          <span key={badge} className="services__badge">
            {badge}
          </span>
        ))}
      </span>
    </button>
  );
}

interface ChoiceProps {
  title: string;
  hint?: string | undefined;
  onPress: () => void;
}

export function Choice({ title, hint, onPress }: ChoiceProps) {
  return (
    <button type="button" className="services__choice" onClick={onPress}>
      <strong>{title}</strong>
      {hint !== undefined && <span className="quiet">{hint}</span>}
    </button>
  );
}
