import { Icon, type IconName } from '../../../design/icon.tsx';
import { Back } from '../frame.tsx';
import { Sheet, useOnline } from './frame.tsx';
import type { Page } from './pages.ts';
import { useTexts } from './texts.ts';

/** My cases, one by its number, or a rating. */
export function Menu({ onPage, onHome }: { onPage: (page: Page) => void; onHome: () => void }) {
  const { t } = useTexts();
  const online = useOnline();
  return (
    <Sheet
      title={t('menu.title')}
      note={online ? undefined : t('menu.offline')}
      foot={<Back home onPress={onHome} />}
    >
      <ul className="progress__menu">
        <Way
          icon="person"
          title={t('menu.mine')}
          hint={t('menu.mineHint')}
          onPress={() => onPage({ at: 'mine' })}
        />
        <Way
          icon="path"
          title={t('menu.follow')}
          hint={t('menu.followHint')}
          onPress={() => onPage({ at: 'number', purpose: 'follow' })}
        />
        <Way
          icon="pencil"
          title={t('menu.rate')}
          hint={t('menu.rateHint')}
          onPress={() => onPage({ at: 'number', purpose: 'rate' })}
        />
      </ul>
    </Sheet>
  );
}

interface WayProps {
  icon: IconName;
  title: string;
  hint: string;
  onPress: () => void;
}

function Way({ icon, title, hint, onPress }: WayProps) {
  return (
    <li>
      <button type="button" className="tile" onClick={onPress}>
        <Icon name={icon} />
        <strong>{title}</strong>
        <span className="quiet">{hint}</span>
      </button>
    </li>
  );
}
