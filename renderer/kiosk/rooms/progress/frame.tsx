import type { ReactNode } from 'react';
import { lastStatus } from '../../../client.ts';
import { useKiosk } from '../../context.ts';
import { Title } from '../../title.tsx';
import { Back } from '../frame.tsx';
import { useTexts } from './texts.ts';

interface SheetProps {
  title: string;
  hint?: string | undefined;
  /** What does not go its usual way just now, such as the network being away. */
  note?: string | undefined;
  /** What was refused; told aloud. */
  refusal?: string | undefined;
  /** What a clerk wrote may be longer than the page: it scrolls, by keys too. */
  isLong?: boolean;
  children?: ReactNode;
  /** Back at the left, on at the right. */
  foot: ReactNode;
}

/** One question a page, with what leads back and on at fixed places. */
export function Sheet({ title, hint, note, refusal, isLong, children, foot }: SheetProps) {
  return (
    <div className="guide progress">
      <div className="guide__question">
        <Title>{title}</Title>
        {hint !== undefined && <p className="guide__hint">{hint}</p>}
        {note !== undefined && <p className="progress__note">{note}</p>}
      </div>
      {isLong === true ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keys
        <section className="guide__answer" aria-label={title} tabIndex={0}>
          {children}
        </section>
      ) : (
        <div className="guide__answer">{children}</div>
      )}
      <p className="refusal" role="alert">
        {refusal}
      </p>
      <div className="guide__foot">{foot}</div>
    </div>
  );
}

/** The hub is being asked. */
export function Loading({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  return (
    <Sheet title={t('page.loading')} foot={<Back onPress={onBack} />}>
      <span className="progress__waiting" />
    </Sheet>
  );
}

/** The hub is reached now. */
export function useOnline(): boolean {
  return lastStatus(useKiosk().link.state())?.online === true;
}
