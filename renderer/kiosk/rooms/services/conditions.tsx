import type { ServiceItem } from '../../../../contracts/catalogue.ts';
import { useTexts } from './texts.ts';

/** When it is granted (受理条件) and by which law (法定依据). */
export function Conditions({ item }: { item: ServiceItem }) {
  const { t } = useTexts();
  return (
    <div className="services__lists">
      <h2>{t('conditions.conditions')}</h2>
      {item.conditions.length === 0 && <p>{t('conditions.none')}</p>}
      <ol>
        <Lines lines={item.conditions} />
      </ol>
      {item.basis.length > 0 && <h2>{t('conditions.basis')}</h2>}
      <ul>
        <Lines lines={item.basis} />
      </ul>
    </div>
  );
}

function Lines({ lines }: { lines: ServiceItem['conditions'] }) {
  const { say } = useTexts();
  return lines.map((line, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place.
    <li key={i}>{say(line)}</li>
  ));
}
