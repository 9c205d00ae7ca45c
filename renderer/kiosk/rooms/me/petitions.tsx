import { useState } from 'react';
import type { PetitionState, PetitionView } from '../../../../contracts/petition.ts';
import { Back, Page } from '../frame.tsx';
import { Letter, type LetterLine, wordsOf } from './letter.tsx';
import { Paged } from './paged.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

const TONE = { received: 'still', answered: 'good', noted: 'quiet' } as const satisfies Record<
  PetitionState,
  string
>;

/** What I told the hall, and what it answered. */
export function Petitions({ visitId, onBack }: { visitId: string; onBack: () => void }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<PetitionView | null>(null);
  if (open !== null) return <Petition petition={open} onBack={() => setOpen(null)} />;
  return (
    <Paged
      name="petitions"
      title={t('petitions.title')}
      none={t('petitions.none')}
      most={5}
      ask={(terminal, after) =>
        terminal.rooms.me.petitions({ visitId, ...(after === undefined ? {} : { after }) })
      }
      draw={(petition) => <PetitionRow petition={petition} onPress={() => setOpen(petition)} />}
      onBack={onBack}
    />
  );
}

export function PetitionRow({ petition, onPress }: { petition: PetitionView; onPress: () => void }) {
  const { t, moment } = useTexts();
  return (
    <Row
      title={petition.text}
      state={`${t(`kind.${petition.kind}`)} · ${t(`petitionState.${petition.state}`)}`}
      tone={TONE[petition.state]}
      lines={[`${moment(petition.atMs)} · ${petition.no}`]}
      onPress={onPress}
    />
  );
}

/** One petition whole, with its answer. */
export function Petition({ petition, onBack }: { petition: PetitionView; onBack: () => void }) {
  const { t, moment } = useTexts();
  const { answer, state } = petition;
  const heading = (text: string): LetterLine => ({ as: 'heading', text });
  const lines: LetterLine[] = [
    heading(t('petitions.answer')),
    ...(answer === null
      ? wordsOf(t(state === 'noted' ? 'petitions.noted' : 'petitions.noAnswer'))
      : [...wordsOf(answer.text), { as: 'aside' as const, text: moment(answer.atMs) }]),
    heading(t('petitions.said')),
    ...wordsOf(petition.text),
  ];
  return (
    <Page
      key={petition.id}
      title={`${t(`kind.${petition.kind}`)} · ${t(`petitionState.${state}`)}`}
      hint={`${moment(petition.atMs)} · ${petition.no}`}
      foot={<Back onPress={onBack} />}
    >
      <Letter lines={lines} />
    </Page>
  );
}
