import { useEffect, useState } from 'react';
import type { PadStatus } from '../../contracts/terminal.ts';
import { Button } from '../design/button.tsx';
import type { IconName } from '../design/icon.tsx';
import { usePad, type Volume } from './context.ts';

/** The hall's own time, whatever zone the machine was set to. */
const HALL_ZONE = 'Asia/Shanghai';

interface HeaderProps {
  status: PadStatus | null;
  /** The page itself names the window in large letters. */
  bare: boolean;
  /** Where the clock stands otherwise: the page's way out, always at the same place. */
  close: { label: string; onPress: () => void } | null;
}

const VOLUME_ICON: Readonly<Record<Volume, IconName>> = { 0: 'volume0', 1: 'volume1', 2: 'volume2' };
const NEXT_VOLUME: Readonly<Record<Volume, Volume>> = { 2: 0, 0: 1, 1: 2 };

export function Header({ status, bare, close }: HeaderProps) {
  const { texts, display, changeDisplay } = usePad();
  const { t } = texts;
  const volume = { 0: t('display.volume0'), 1: t('display.volume1'), 2: t('display.volume2') };
  const reference = status?.reference ?? null;
  return (
    <header className="header">
      <div className="header__where">
        {reference !== null && (
          <>
            <p className="header__hall">{texts.name(reference.hall.name)}</p>
            {!bare && (
              <p className="header__window">
                {t('window.no', { no: reference.window.no })}
                <span className="header__name"> {texts.name(reference.window.name)}</span>
              </p>
            )}
          </>
        )}
      </div>
      <nav className="header__settings" aria-label={t('display.settings')}>
        <Button
          setting="volume"
          icon={VOLUME_ICON[display.volume]}
          label={volume[display.volume]}
          onPress={() => changeDisplay({ volume: NEXT_VOLUME[display.volume] })}
        />
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
      <div className="header__out">
        {close === null ? (
          <WallClock />
        ) : (
          <Button icon="close" onPress={close.onPress}>
            {close.label}
          </Button>
        )}
      </div>
    </header>
  );
}

function WallClock() {
  const { wallNow, texts } = usePad();
  const [date, setDate] = useState(wallNow);
  useEffect(() => {
    const timer = setInterval(() => setDate(wallNow()), 1_000);
    return () => clearInterval(timer);
  }, [wallNow]);
  const time = date.toLocaleTimeString(texts.locale, {
    timeZone: HALL_ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const day = date.toLocaleDateString(texts.locale, {
    timeZone: HALL_ZONE,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  });
  return (
    <p className="clock">
      <span className="clock__time">{time}</span>
      <span className="clock__day">{day}</span>
    </p>
  );
}
