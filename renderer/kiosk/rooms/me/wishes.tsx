import type { PetitionKind } from '../../../../contracts/petition.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choice, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

const KINDS = ['consult', 'complain', 'suggest'] as const satisfies readonly PetitionKind[];

interface KindPageProps {
  isGuest: boolean;
  live: boolean;
  onKind: (kind: PetitionKind) => void;
  onSignIn: () => void;
  onBack: () => void;
}

export function KindPage({ isGuest, live, onKind, onSignIn, onBack }: KindPageProps) {
  const { t } = useTexts();
  return (
    <Page
      title={t('write.kindTitle')}
      hint={t(isGuest ? 'write.kindGuest' : 'write.kindHint')}
      note={live ? undefined : t('write.checkOffline')}
      foot={
        <>
          <Back onPress={onBack} />
          {isGuest && (
            <Button size="main" icon="person" onPress={onSignIn}>
              {t('write.signIn')}
            </Button>
          )}
        </>
      }
    >
      <ul className="me__ways">
        {KINDS.map((kind) => (
          <li key={kind}>
            <Choice title={t(`kind.${kind}`)} hint={t(`kindHint.${kind}`)} onPress={() => onKind(kind)} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

interface AnswerPageProps {
  isGuest: boolean;
  onAnswer: (wanted: boolean) => void;
  onBack: () => void;
}

export function AnswerPage({ isGuest, onAnswer, onBack }: AnswerPageProps) {
  const { t } = useTexts();
  return (
    <Page title={t('write.answerTitle')} foot={<Back onPress={onBack} />}>
      <ul className="me__ways">
        <li>
          <Choice
            title={t('write.answerYes')}
            hint={t(isGuest ? 'write.answerYesGuest' : 'write.answerYesHint')}
            onPress={() => onAnswer(true)}
          />
        </li>
        <li>
          <Choice
            title={t('write.answerNo')}
            hint={t('write.answerNoHint')}
            onPress={() => onAnswer(false)}
          />
        </li>
      </ul>
    </Page>
  );
}
