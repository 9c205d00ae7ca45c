import type { MeOverview, MePlace } from '../../../../contracts/rooms/me.ts';
import { Icon, type IconName } from '../../../design/icon.tsx';
import { Back, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

export type Place = MePlace | 'write';

/** What the personal centre has; the last one is for everybody. */
const PLACES = [
  ['messages', 'notice'],
  ['cases', 'path'],
  ['bookings', 'calendar'],
  ['addresses', 'home'],
  ['petitions', 'question'],
  ['data', 'sheet'],
  ['write', 'pencil'],
] as const satisfies readonly (readonly [Place, IconName])[];

interface MenuProps {
  /** null: not yet known. */
  overview: MeOverview | null;
  code: string | null;
  isProven: boolean;
  onPlace: (place: Place) => void;
  onHome: () => void;
}

export function Menu({ overview, code, isProven, onPlace, onHome }: MenuProps) {
  const { t, error } = useTexts();
  const isAway = overview?.live === false;
  return (
    <Page
      title={t('menu.title')}
      note={isAway ? t('menu.offline') : undefined}
      refusal={code === null ? undefined : error(code)}
      foot={<Back home onPress={onHome} />}
    >
      <ul className="me__menu">
        {PLACES.map(([place, icon]) => (
          <li key={place}>
            <Way
              icon={icon}
              title={t(`menu.${place}`)}
              hint={hintOf(place, overview, isProven, t)}
              whyNot={isAway && place !== 'write' ? t('menu.needsHub') : null}
              onPress={() => onPlace(place)}
            />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function hintOf(
  place: Place,
  overview: MeOverview | null,
  isProven: boolean,
  t: ReturnType<typeof useTexts>['t'],
): string {
  if (place === 'write') return t('menu.writeHint');
  if (!isProven) return t('menu.needsCard');
  const counts = overview?.counts;
  if (counts == null) return t(`menu.${place}Hint`);
  switch (place) {
    case 'messages':
      return counts.unread > 0 ? t('menu.unread', { n: counts.unread }) : t('menu.messagesHint');
    case 'cases':
      if (counts.askedCases > 0) return t('menu.asked', { n: counts.askedCases });
      return counts.openCases > 0 ? t('menu.open', { n: counts.openCases }) : t('menu.casesHint');
    case 'bookings':
      return counts.bookings > 0 ? t('menu.coming', { n: counts.bookings }) : t('menu.bookingsHint');
    case 'addresses':
      return counts.addresses > 0 ? t('menu.kept', { n: counts.addresses }) : t('menu.addressesHint');
    case 'petitions':
      return counts.petitions > 0 ? t('menu.filed', { n: counts.petitions }) : t('menu.petitionsHint');
    case 'data':
      return t('menu.dataHint');
  }
}

interface WayProps {
  icon: IconName;
  title: string;
  hint: string;
  /** Why it cannot be done now; null: it can. */
  whyNot: string | null;
  onPress: () => void;
}

function Way({ icon, title, hint, whyNot, onPress }: WayProps) {
  const isOut = whyNot !== null;
  return (
    <button
      type="button"
      className="tile"
      aria-disabled={isOut || undefined}
      onClick={isOut ? undefined : onPress}
    >
      <Icon name={isOut ? 'alert' : icon} />
      <strong>{title}</strong>
      <span className={isOut ? 'refusal' : 'quiet'}>{whyNot ?? hint}</span>
    </button>
  );
}
