import { useEffect, useState } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import { Icon } from '../design/icon.tsx';
import { useKiosk } from './context.ts';

/** The hall's own time, whatever zone the machine was set to. */
const HALL_ZONE = 'Asia/Shanghai';

/** The hall's name, who is signed in, and the time, always at the same place. */
export function KioskHeader({ status }: { status: KioskStatus | null }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const identity = status?.visit?.identity ?? null;
  return (
    <header className="header">
      <div className="header__where">
        <p className="header__hall">{status?.hall == null ? t('app.title') : texts.say(status.hall.name)}</p>
        <p className="header__window">{t('app.title')}</p>
      </div>
      {identity !== null && (
        <p className="header__person">
          <Icon name="person" />
          <span>{identity.name}</span>
        </p>
      )}
      <WallClock />
    </header>
  );
}

function WallClock() {
  const { texts } = useKiosk();
  const [date, setDate] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setDate(new Date()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const zone = { timeZone: HALL_ZONE } as const;
  const time = date.toLocaleTimeString(texts.locale, {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const day = date.toLocaleDateString(texts.locale, {
    ...zone,
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
