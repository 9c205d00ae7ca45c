import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { Choices, Page } from './rooms/frame.tsx';

interface ListProps<T> {
  title: string;
  items: readonly T[];
  /** Most on one page; fewer where they do not fit. */
  most: number;
  empty: string;
  /** What does not go its usual way just now. */
  note?: string | undefined;
  refusal?: string | undefined;
  draw: (item: T) => ReactNode;
  onHome: () => void;
}

/** A list on a page of its own, as the rooms draw theirs. */
export function List<T extends { id: string }>({
  title,
  items,
  most,
  empty,
  note,
  refusal,
  draw,
  onHome,
}: ListProps<T>) {
  const { t } = useKiosk().texts;
  return (
    <Page
      title={title}
      hint={items.length === 0 ? empty : undefined}
      note={note}
      refusal={refusal}
      foot={
        <Button size="main" icon="back" onPress={onHome}>
          {t('list.home')}
        </Button>
      }
    >
      <Choices items={items} most={most} layout="list__items" draw={draw} keyOf={(item) => item.id} />
    </Page>
  );
}
