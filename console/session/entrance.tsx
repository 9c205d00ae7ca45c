import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';

/** The page outside of the rooms: sign-in, forced change of password, hub not reached. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const { t, locale, setLocale } = useConsoleTexts();
  useEffect(() => {
    document.title = t('app.name');
  }, [t]);
  return (
    <main className="entrance">
      <div className="entrance-box">
        <div className="entrance-brand">
          <img src="/icon.svg" alt="" width={36} height={36} />
          <span>{t('app.name')}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
      <Button
        type="link"
        lang={locale === 'en' ? 'zh-CN' : 'en'}
        onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
      >
        {locale === 'en' ? '中文' : 'English'}
      </Button>
    </main>
  );
}
