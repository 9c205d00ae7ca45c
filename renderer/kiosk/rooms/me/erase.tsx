import { useState } from 'react';
import type { Erasure, KeptThing } from '../../../../contracts/hub/citizens-api.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choices, Page } from '../frame.tsx';
import { useOnce } from '../use-load.ts';
import { Letter } from './letter.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

interface EraseProps {
  visitId: string;
  onErased: (erasure: Erasure) => void;
  onKeep: () => void;
}

/** Says what goes and what the law keeps, and asks once more. */
export function EraseEverything({ visitId, onErased, onKeep }: EraseProps) {
  const { t, error } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const erase = async () => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.me.erase({ visitId }));
    if (reply?.ok) onErased(reply.value);
    else if (reply !== null) setRefusal(error(reply.code));
  };
  return (
    <Page
      title={t('erase.title')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Button size="main" icon="back" disabled={busy} onPress={onKeep}>
            {t('erase.no')}
          </Button>
          <Button size="main" kind="primary" disabled={busy} onPress={() => void erase()}>
            {t(busy ? 'erase.working' : 'erase.yes')}
          </Button>
        </>
      }
    >
      <Letter
        lines={[
          { as: 'words', text: t('erase.body') },
          { as: 'words', text: t('erase.kept') },
        ]}
      />
    </Page>
  );
}

/** What was deleted, and what was not, each with why. */
export function Erased({ erasure, onBack }: { erasure: Erasure; onBack: () => void }) {
  const { t, day } = useTexts();
  const { deleted, kept, keptCount } = erasure;
  const isNothing = Object.values(deleted).every((n) => n === 0);
  const why = ({ why: reason, untilMs }: KeptThing) =>
    (reason === 'retention' || reason === 'limit') && untilMs !== null
      ? t(`erase.${reason}`, { day: day(untilMs) })
      : t(reason === 'held' ? 'erase.held' : 'erase.open');
  return (
    <Page
      title={t('erase.doneTitle')}
      hint={isNothing ? t('erase.nothing') : t('erase.done', deleted)}
      note={keptCount > 0 ? t('erase.keptTitle', { n: keptCount }) : undefined}
      foot={<Back onPress={onBack} />}
    >
      <Choices
        items={kept}
        most={6}
        layout="sheet__choices--mine"
        keyOf={(k) => `${k.what} ${k.no}`}
        draw={(k) => <Row title={t(`erase.${k.what}`, { no: k.no })} lines={[why(k)]} />}
      />
    </Page>
  );
}
