import type { PetitionWindow } from '../../../../contracts/petition.ts';
import { Back, Choice, Choices, Page } from '../frame.tsx';
import { Paged } from './paged.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

interface AboutProps {
  /** How many can be chosen from. */
  windows: number;
  cases: boolean;
  onNothing: () => void;
  onWindows: () => void;
  onCases: () => void;
  onBack: () => void;
}

export function About({ windows, cases, onNothing, onWindows, onCases, onBack }: AboutProps) {
  const { t } = useTexts();
  return (
    <Page title={t('write.aboutTitle')} hint={t('write.aboutHint')} foot={<Back onPress={onBack} />}>
      <ul className="me__ways">
        <li>
          <Choice title={t('write.aboutNothing')} hint={t('write.aboutNothingHint')} onPress={onNothing} />
        </li>
        {windows > 0 && (
          <li>
            <Choice
              title={t('write.aboutWindow')}
              hint={t('write.aboutWindowHint', { n: windows })}
              onPress={onWindows}
            />
          </li>
        )}
        {cases && (
          <li>
            <Choice title={t('write.aboutCase')} hint={t('write.aboutCaseHint')} onPress={onCases} />
          </li>
        )}
      </ul>
    </Page>
  );
}

interface ChooseWindowProps {
  windows: readonly PetitionWindow[];
  onWindow: (id: string) => void;
  onBack: () => void;
}

export function ChooseWindow({ windows, onWindow, onBack }: ChooseWindowProps) {
  const { t, say } = useTexts();
  return (
    <Page title={t('write.windowTitle')} foot={<Back onPress={onBack} />}>
      <Choices
        items={windows}
        most={12}
        layout="sheet__choices--names"
        keyOf={(w) => w.id}
        draw={(w) => (
          <Choice
            title={t('write.windowOf', { no: w.no, name: '' }).trim()}
            hint={say(w)}
            onPress={() => onWindow(w.id)}
          />
        )}
      />
    </Page>
  );
}

interface ChooseCaseProps {
  visitId: string;
  onCase: (caseNo: string) => void;
  onBack: () => void;
}

export function ChooseCase({ visitId, onCase, onBack }: ChooseCaseProps) {
  const { t, moment } = useTexts();
  return (
    <Paged
      name="own cases"
      title={t('write.caseTitle')}
      none={t('cases.none')}
      most={6}
      ask={async (terminal, after) => {
        const reply = await terminal.rooms.me.cases({ visitId, ...(after === undefined ? {} : { after }) });
        if (!reply.ok) return reply;
        const rows = reply.value.rows.map((row) => ({ ...row, id: row.applicationId }));
        return { ok: true, value: { rows, next: reply.value.next } };
      }}
      draw={(row) => (
        <Row
          title={row.itemName}
          lines={[`${t('cases.no', { no: row.caseNo })} · ${moment(row.submittedMs)}`]}
          onPress={() => onCase(row.caseNo)}
        />
      )}
      onBack={onBack}
    />
  );
}
