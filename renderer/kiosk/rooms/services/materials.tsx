import type { ItemMaterial } from '../../../../contracts/catalogue.ts';
import type { ServiceGuide } from '../../../../contracts/rooms/services.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choices, Page, Scroll } from './frame.tsx';
import { useTexts } from './texts.ts';

interface MaterialsProps {
  materials: readonly ItemMaterial[];
  onSample: (index: number) => void;
}

/** Materials on one page, where there is room. */
const MOST = 8;

/** What to bring (申请材料), each with its filled-in example. */
export function Materials({ materials, onSample }: MaterialsProps) {
  const { t, say } = useTexts();
  if (materials.length === 0) return <p className="services__empty">{t('materials.none')}</p>;
  const numbered = materials.map((material, i) => ({ material, i }));
  return (
    <div className="services__bring">
      <Choices
        items={numbered}
        most={MOST}
        layout="services__materials"
        keyOf={({ i }) => String(i)}
        draw={({ material: m, i }) => (
          <div className="services__material">
            <div>
              <strong>
                {i + 1}. {say(m.name)}
              </strong>
              <p className="services__under">
                <span>
                  {t(`materials.${m.form}`)} {t('materials.count', { n: m.count })}
                </span>
                <span className="quiet">{t(`materials.${m.from}`)}</span>
                {!m.required && <span className="services__badge">{t('materials.optional')}</span>}
              </p>
              {m.note !== null && <p className="quiet">{say(m.note)}</p>}
            </div>
            {m.sample.length > 0 && (
              <Button label={t('materials.sampleOf', { name: say(m.name) })} onPress={() => onSample(i)}>
                {t('materials.sample')}
              </Button>
            )}
          </div>
        )}
      />
    </div>
  );
}

/** The example of a material (样表), as it would be filled in. */
export function Sample({ material, onBack }: { material: ItemMaterial; onBack: () => void }) {
  const { t, say } = useTexts();
  return (
    <Page
      layout="services--full"
      title={t('materials.sampleTitle', { name: say(material.name) })}
      hint={t('materials.sampleHint')}
      foot={<Back onPress={onBack} />}
    >
      <Scroll label={t('materials.sampleTitle', { name: say(material.name) })}>
        <div className="services__sample" data-mark={t('materials.sampleMark')}>
          <h2>{say(material.name)}</h2>
          <dl>
            {material.sample.map(({ label, value }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place.
              <div key={i}>
                <dt>{say(label)}</dt>
                <dd>{say(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </Scroll>
    </Page>
  );
}

export const materialAt = (guide: ServiceGuide, index: number): ItemMaterial | null =>
  guide.item.materials[index] ?? null;
