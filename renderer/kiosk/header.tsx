import type { KioskStatus } from '../../contracts/kiosk.ts';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';

/** The hall's name and the display settings, always at the same place. */
export function KioskHeader({ status }: { status: KioskStatus | null }) {
  const { texts, display, changeDisplay } = useKiosk();
  const { t } = texts;
  return (
    <header className="header">
      <div className="header__where">
        <p className="header__hall">{status?.hall == null ? t('app.title') : texts.say(status.hall.name)}</p>
        <p className="header__window">{t('app.title')}</p>
      </div>
      <nav className="header__settings" aria-label={t('display.settings')}>
        <Button setting="elder" onPress={() => changeDisplay({ elder: !display.elder })}>
          {display.elder ? t('display.standard') : t('display.elder')}
        </Button>
        <Button
          setting="locale"
          onPress={() => changeDisplay({ locale: texts.locale === 'en' ? 'zh-CN' : 'en' })}
        >
          <span lang={texts.locale === 'en' ? 'zh-CN' : 'en'}>{t('display.language')}</span>
        </Button>
      </nav>
    </header>
  );
}
