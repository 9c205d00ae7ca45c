import type { BookingOffer } from '../../../../contracts/rooms/booking.ts';
import { Icon, type IconName } from '../../../design/icon.tsx';
import { Back, Choice, Choices, Page } from '../frame.tsx';
import type { Matter } from './pages.ts';
import { useTexts } from './texts.ts';

/** Departments and matters on one page, where there is room. */
const MOST = 8;

interface MenuProps {
  /** null: neither the hub nor this machine knows what can be booked; `code` says why. */
  offer: BookingOffer | null;
  code: string | null;
  onBook: () => void;
  onMine: () => void;
  onTicket: () => void;
  onHome: () => void;
}

/** Book, see what is booked, or take a number. */
export function Menu({ offer, code, onBook, onMine, onTicket, onHome }: MenuProps) {
  const { t, error } = useTexts();
  const isLive = offer?.live === true;
  const whyNot =
    offer === null
      ? code === null
        ? t('menu.loading')
        : error(code)
      : offer.departments.length === 0
        ? t('menu.none')
        : null;
  return (
    <Page
      title={t('menu.title')}
      note={offer !== null && !isLive ? t('menu.offline') : undefined}
      foot={<Back home onPress={onHome} />}
    >
      <ul className="booking__menu">
        <li>
          <Way
            icon="calendar"
            title={t('menu.book')}
            hint={t('menu.bookHint')}
            whyNot={whyNot}
            onPress={onBook}
          />
        </li>
        <li>
          <Way
            icon="person"
            title={t('menu.mine')}
            hint={t('menu.mineHint')}
            whyNot={offer !== null && !isLive ? t('menu.needsHub') : null}
            onPress={onMine}
          />
        </li>
        <li>
          <Way
            icon="clock"
            title={t('menu.ticket')}
            hint={t('menu.ticketHint')}
            whyNot={offer === null && code !== null ? error(code) : null}
            onPress={onTicket}
          />
        </li>
      </ul>
    </Page>
  );
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

interface DepartmentsProps {
  offer: BookingOffer;
  instead: boolean;
  onDepartment: (id: string) => void;
  onBack: () => void;
}

export function Departments({ offer, instead, onDepartment, onBack }: DepartmentsProps) {
  const { t, say } = useTexts();
  return (
    <Page
      title={t('departments.title')}
      hint={instead ? t('departments.notThis') : undefined}
      note={offer.live ? undefined : t('offlineNote')}
      foot={<Back onPress={onBack} />}
    >
      <Choices
        items={offer.departments}
        most={MOST}
        layout="sheet__choices--names"
        keyOf={(d) => d.id}
        draw={(d) => (
          <Choice
            title={say(d.name)}
            hint={t('departments.count', { n: d.matters.length })}
            onPress={() => onDepartment(d.id)}
          />
        )}
      />
    </Page>
  );
}

interface MattersProps {
  offer: BookingOffer;
  departmentId: string;
  onMatter: (matter: Matter) => void;
  onBack: () => void;
}

export function Matters({ offer, departmentId, onMatter, onBack }: MattersProps) {
  const { t, say } = useTexts();
  const department = offer.departments.find((d) => d.id === departmentId);
  return (
    <Page
      title={t('matters.title')}
      hint={department === undefined ? undefined : t('matters.hint', { department: say(department.name) })}
      foot={<Back onPress={onBack} />}
    >
      <Choices
        items={department?.matters ?? []}
        most={MOST}
        layout="sheet__choices--names"
        keyOf={(m) => m.id}
        draw={(m) => <Choice title={say(m.name)} hint={say(m.place)} onPress={() => onMatter(m)} />}
      />
    </Page>
  );
}
