import { LeftOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import type { Pages } from '../lib/use-pages.ts';

/** Next, previous, newest: as fast on the last page of a million rows as on the first. */
export function Pager(o: {
  pages: Pages;
  next: string | null;
  busy: boolean;
  label: string;
  children: ReactNode;
}) {
  const { t } = useConsoleTexts();
  const { pages, next } = o;
  return (
    <nav className="pager" aria-label={o.label}>
      <span className="faint">{o.children}</span>
      <span className="pager-buttons">
        {pages.after !== undefined && (
          <Button icon={<VerticalRightOutlined aria-hidden />} onClick={pages.newest}>
            {t('pager.newest')}
          </Button>
        )}
        <Button
          icon={<LeftOutlined aria-hidden />}
          disabled={pages.trail === null || pages.trail.length === 0 || o.busy}
          onClick={pages.turnBack}
        >
          {t('pager.previous')}
        </Button>
        <span className="pager-page">
          {pages.trail === null ? t('pager.later') : t('pager.page', { n: pages.trail.length + 1 })}
        </span>
        <Button disabled={next === null || o.busy} onClick={() => next !== null && pages.turnTo(next)}>
          {t('pager.next')} <RightOutlined aria-hidden />
        </Button>
      </span>
    </nav>
  );
}
