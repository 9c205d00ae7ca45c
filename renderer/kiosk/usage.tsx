import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { CardPicture } from './pictures.tsx';
import { Title } from './title.tsx';
import { Turning } from './turning.tsx';

const PARTS = ['touch', 'card', 'scan', 'print', 'safe', 'help'] as const;

/** How this machine is used (使用帮助). */
export function Usage({ onHome }: { onHome: () => void }) {
  const { t } = useKiosk().texts;
  return (
    <div className="guide">
      <Title>{t('usage.title')}</Title>
      <Turning className="guide__answer usage">
        <div className="usage__picture">
          <CardPicture moving={true} />
        </div>
        <ol className="usage__parts">
          {PARTS.map((part, i) => (
            <li key={part}>
              <span className="usage__number" aria-hidden="true">
                {i + 1}
              </span>
              <span>{t(`usage.${part}`)}</span>
            </li>
          ))}
        </ol>
      </Turning>
      <div className="guide__foot">
        <Button size="main" icon="back" onPress={onHome}>
          {t('list.home')}
        </Button>
      </div>
    </div>
  );
}
