import type { Stage } from '../../../../contracts/primitives.ts';
import { Back } from '../frame.tsx';
import { Sheet } from './frame.tsx';
import { useTexts } from './texts.ts';

interface StageProps {
  no: string;
  refusal: string | undefined;
  onStage: (stage: Stage) => void;
  onBack: () => void;
}

/** Which stage (办理环节) is rated. */
export function StagePage({ no, refusal, onStage, onBack }: StageProps) {
  const { t } = useTexts();
  return (
    <Sheet
      title={t('stage.title')}
      hint={t('stage.no', { no })}
      refusal={refusal}
      foot={<Back onPress={onBack} />}
    >
      <ul className="progress__menu">
        <li>
          <button type="button" className="tile tile--plain" onClick={() => onStage(1)}>
            <strong>{t('stage.accepted')}</strong>
            <span className="quiet">{t('stage.acceptedHint')}</span>
          </button>
        </li>
        <li>
          <button type="button" className="tile tile--plain" onClick={() => onStage(2)}>
            <strong>{t('stage.concluded')}</strong>
            <span className="quiet">{t('stage.concludedHint')}</span>
          </button>
        </li>
      </ul>
    </Sheet>
  );
}
