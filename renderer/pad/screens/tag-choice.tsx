import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { usePad } from '../context.ts';
import { splitTags, type Tag } from '../tags.ts';

interface TagProps {
  tags: readonly Tag[];
  chosen: readonly string[];
  toggle: (code: string) => void;
}

interface TagChoiceProps extends TagProps {
  onMore: () => void;
  /** Beside the heading. */
  aside: ReactNode;
}

/** The first three tags of the level, the rest behind 更多. */
export function TagChoice({ tags, chosen, toggle, onMore, aside }: TagChoiceProps) {
  const { t } = usePad().texts;
  const { first, rest } = splitTags(tags);
  const hidden = rest.filter((tag) => chosen.includes(tag.code)).length;
  return (
    <section className="tags" aria-label={t('saved.tags')}>
      <div className="tags__head">
        <h2>{t('saved.tags')}</h2>
        {aside}
      </div>
      <div className="tags__grid">
        <Tags tags={first} chosen={chosen} toggle={toggle} />
        {rest.length > 0 && (
          <Button icon="more" onPress={onMore}>
            {hidden === 0 ? t('saved.more') : t('saved.moreChosen', { n: hidden })}
          </Button>
        )}
      </div>
    </section>
  );
}

/** All tags of the level. */
export function TagGrid(props: TagProps) {
  return (
    <div className="tags__grid">
      <Tags {...props} />
    </div>
  );
}

function Tags({ tags, chosen, toggle }: TagProps) {
  const { texts } = usePad();
  return tags.map((tag) => (
    <label key={tag.code} className="button tag">
      <input
        type="checkbox"
        className="overlay-input"
        checked={chosen.includes(tag.code)}
        onChange={() => toggle(tag.code)}
      />
      <span className="tag__box">
        <Icon name="check" />
      </span>
      <span>{texts.name(tag)}</span>
    </label>
  ));
}
