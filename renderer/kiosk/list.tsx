import { type ReactNode, useState } from 'react';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { Title } from './title.tsx';

interface ListProps<T> {
  title: string;
  items: readonly T[];
  /** Items a page. */
  size: number;
  empty: string;
  draw: (item: T) => ReactNode;
  onHome: () => void;
}

/** A page of a list, turned by buttons: nothing has to be dragged. */
export function List<T extends { id: string }>({ title, items, size, empty, draw, onHome }: ListProps<T>) {
  const { t } = useKiosk().texts;
  const [turned, setTurned] = useState(0);
  const of = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(turned, of - 1);
  return (
    <div className="list">
      <Title>{title}</Title>
      {items.length === 0 && <p className="quiet">{empty}</p>}
      <ul className="list__items">
        {items.slice(page * size, (page + 1) * size).map((item) => (
          <li key={item.id}>{draw(item)}</li>
        ))}
      </ul>
      <div className="list__foot">
        <Button size="main" icon="back" onPress={onHome}>
          {t('list.home')}
        </Button>
        {of > 1 && (
          <>
            <span className="quiet" role="status">
              {t('list.pageOf', { n: page + 1, of })}
            </span>
            <Button size="main" disabled={page === 0} onPress={() => setTurned(page - 1)}>
              {t('list.earlier')}
            </Button>
            <Button size="main" disabled={page === of - 1} onPress={() => setTurned(page + 1)}>
              {t('list.later')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
