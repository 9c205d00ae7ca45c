import { type PrintPurpose, printPurpose } from '../../../../contracts/certificate.ts';
import { Back, Choice, Choices, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

interface PurposeProps {
  note: string | undefined;
  onPurpose: (purpose: PrintPurpose) => void;
  onBack: () => void;
}

const PURPOSES: readonly PrintPurpose[] = printPurpose.options;

/** What the print is for: it stands on the paper. */
export function Purpose({ note, onPurpose, onBack }: PurposeProps) {
  const { t } = useTexts();
  return (
    <Page title={t('purpose.title')} hint={t('purpose.hint')} note={note} foot={<Back onPress={onBack} />}>
      <Choices
        items={PURPOSES}
        most={PURPOSES.length}
        layout="certificates__purposes"
        keyOf={(purpose) => purpose}
        draw={(purpose) => <Choice title={t(`purpose.${purpose}`)} onPress={() => onPurpose(purpose)} />}
      />
    </Page>
  );
}
