import { type ReactNode, useEffect } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';

/** A room's frame: its name (in the browser's tab too), what can be done in it, and its content. */
export function Room({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const { t } = useConsoleTexts();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <section className="room" aria-labelledby="room-title">
      <header className="room-head">
        <h1 id="room-title">{title}</h1>
        {aside && <div className="room-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
