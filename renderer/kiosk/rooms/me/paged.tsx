import { type ReactNode, useState } from 'react';
import type { Terminal } from '../../../connectors.ts';
import { Button } from '../../../design/button.tsx';
import type { Reply } from '../../../maintenance/calls.ts';
import { Back, Choices, Page } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import { useTexts } from './texts.ts';

interface PagedProps<T> {
  /** Names the list. */
  name: string;
  title: string;
  hint?: string | undefined;
  none: string;
  /** Rows on one screen, where there is room. */
  most: number;
  ask: (terminal: Terminal, after: string | undefined) => Promise<Reply<{ rows: T[]; next: string | null }>>;
  draw: (row: T) => ReactNode;
  onBack: () => void;
}

/** A list of one's own, newest first, turned by buttons; older ones are asked from the hub as they are wanted. */
export function Paged<T extends { id: string }>(o: PagedProps<T>) {
  const { t } = useTexts();
  const [after, setAfter] = useState<string | undefined>();
  const { loaded, again } = useLoad(`${o.name} ${after ?? ''}`, (terminal) => o.ask(terminal, after));
  const back = <Back onPress={after === undefined ? o.onBack : () => setAfter(undefined)} />;
  if (loaded.state === 'failed') return <Failed code={loaded.code} onAgain={again} onBack={o.onBack} />;
  if (loaded.state === 'loading')
    return (
      <Page key="loading" title={o.title} foot={back}>
        <span className="sheet__waiting" />
      </Page>
    );
  const { rows, next } = loaded.value;
  return (
    <Page
      title={o.title}
      hint={rows.length === 0 && after === undefined ? o.none : o.hint}
      foot={
        <>
          {back}
          {next !== null && (
            <Button size="main" onPress={() => setAfter(next)}>
              {t('list.older')}
            </Button>
          )}
        </>
      }
    >
      <Choices
        key={after ?? ''}
        items={rows}
        most={o.most}
        layout="sheet__choices--mine"
        keyOf={(row) => row.id}
        draw={o.draw}
      />
    </Page>
  );
}

/** What was asked for did not come: why, and the ways on. */
export function Failed(o: { code: string; onAgain: () => void; onBack: () => void }) {
  const { t, error } = useTexts();
  return (
    <Page
      key="failed"
      title={t('list.offlineTitle')}
      refusal={error(o.code)}
      foot={
        <>
          <Back onPress={o.onBack} />
          <Button size="main" kind="primary" onPress={o.onAgain}>
            {t('list.again')}
          </Button>
        </>
      }
    />
  );
}
