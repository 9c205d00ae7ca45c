import { useState } from 'react';
import type { Erasure, HeldData } from '../../../../contracts/hub/citizens-api.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choice, Choices, Page } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import { Erased, EraseEverything } from './erase.tsx';
import { HeldPart, PARTS, type Part } from './held.tsx';
import { Failed } from './paged.tsx';
import { useTexts } from './texts.ts';

interface MyDataProps {
  visitId: string;
  onCorrect: () => void;
  onBack: () => void;
}
type At = { at: 'parts' } | { at: 'part'; part: Part } | { at: 'erase' } | { at: 'erased'; erasure: Erasure };

/** What the hall holds of me: see it, have it corrected, have it deleted (个人信息保护法 §45–47). */
export function MyData({ visitId, onCorrect, onBack }: MyDataProps) {
  const { t } = useTexts();
  const [page, setPage] = useState<At>({ at: 'parts' });
  const { loaded, again } = useLoad('data', (terminal) => terminal.rooms.me.data({ visitId }));
  const parts = () => setPage({ at: 'parts' });
  if (page.at === 'erased')
    return (
      <Erased
        erasure={page.erasure}
        onBack={() => {
          parts();
          again();
        }}
      />
    );
  if (loaded.state === 'failed') return <Failed code={loaded.code} onAgain={again} onBack={onBack} />;
  if (loaded.state === 'loading')
    return (
      <Page key="loading" title={t('data.title')} foot={<Back onPress={onBack} />}>
        <span className="sheet__waiting" />
      </Page>
    );
  const data = loaded.value;
  switch (page.at) {
    case 'parts':
      return (
        <Parts
          data={data}
          onPart={(part) => setPage({ at: 'part', part })}
          onErase={() => setPage({ at: 'erase' })}
          onCorrect={onCorrect}
          onBack={onBack}
        />
      );
    case 'part':
      return <HeldPart data={data} part={page.part} onBack={parts} />;
    case 'erase':
      return (
        <EraseEverything
          visitId={visitId}
          onErased={(erasure) => setPage({ at: 'erased', erasure })}
          onKeep={parts}
        />
      );
  }
}

interface PartsProps {
  data: HeldData;
  onPart: (part: Part) => void;
  onErase: () => void;
  onCorrect: () => void;
  onBack: () => void;
}

function Parts({ data, onPart, onErase, onCorrect, onBack }: PartsProps) {
  const { t } = useTexts();
  return (
    <Page
      title={t('data.title')}
      hint={t(data.more ? 'data.more' : 'data.hint')}
      foot={
        <>
          <Back onPress={onBack} />
          <Button size="main" onPress={onErase}>
            {t('data.erase')}
          </Button>
          <Button size="main" kind="primary" onPress={onCorrect}>
            {t('data.correct')}
          </Button>
        </>
      }
    >
      <Choices
        items={PARTS}
        most={PARTS.length}
        layout="sheet__choices--names"
        keyOf={(part) => part}
        draw={(part) => {
          const n = data[part].length;
          return (
            <Choice
              title={t(`data.${part}`)}
              hint={n === 0 ? t('data.none') : t('data.count', { n })}
              out={n === 0}
              onPress={() => onPart(part)}
            />
          );
        }}
      />
    </Page>
  );
}
