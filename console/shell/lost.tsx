import { Button } from 'antd';
import { Link } from 'react-router';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { Room } from '../ui/room.tsx';

export function Lost() {
  const { t } = useConsoleTexts();
  return (
    <Room title={t('room.nothing')}>
      <p>{t('room.nothingHint')}</p>
      <p>
        <Link to="/">{t('room.home')}</Link>
      </p>
    </Room>
  );
}

/** A fault of the page itself: the hub and the data are not concerned, loading the page anew helps. */
export function Broken() {
  const { t } = useConsoleTexts();
  return (
    <Room title={t('room.broken')}>
      <p>{t('room.brokenHint')}</p>
      <p>
        <Button onClick={() => location.reload()}>{t('room.reload')}</Button>
      </p>
    </Room>
  );
}
