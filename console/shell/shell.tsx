import {
  AuditOutlined,
  CalendarOutlined,
  DesktopOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  LogoutOutlined,
  MessageOutlined,
  StarOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { NavLink, Outlet } from 'react-router';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe, useSession } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';
import { HelpStrip } from './help-strip.tsx';
import { usePlaces } from './places.ts';
import { type RoomId, roomsFor } from './rooms.ts';

const ICONS: Record<RoomId, ReactNode> = {
  ratings: <StarOutlined aria-hidden />,
  cases: <FolderOpenOutlined aria-hidden />,
  materials: <FileTextOutlined aria-hidden />,
  bookings: <CalendarOutlined aria-hidden />,
  petitions: <MessageOutlined aria-hidden />,
  terminals: <DesktopOutlined aria-hidden />,
  users: <TeamOutlined aria-hidden />,
  audit: <AuditOutlined aria-hidden />,
  me: <UserOutlined aria-hidden />,
};

/** The rail with the rooms, and the room itself. */
export function Shell() {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const { me, may } = useMe();
  const { signOut } = useSession();
  const { message } = App.useApp();
  const places = usePlaces();
  const leaving = useMutation({
    mutationFn: signOut,
    onError: (error) => void message.error(failureText(texts, error)),
  });

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <div className="rail">
        <header className="brand">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <div>
            <div className="brand-name">{t('app.name')}</div>
            <div className="brand-hall">{places.data ? inLocale(places.data.hall, locale) : ' '}</div>
          </div>
        </header>
        <nav aria-label={t('app.menu')}>
          {roomsFor(may).map((room) => (
            <NavLink key={room.id} to={room.path} className="rail-link">
              {ICONS[room.id]}
              <span>{t(`room.${room.id}`)}</span>
            </NavLink>
          ))}
        </nav>
        <section className="rail-foot" aria-label={t('app.signedIn')}>
          <div className="rail-who">
            <strong>{me.name}</strong>
            <span>{t(`role.${me.role}`)}</span>
          </div>
          <Button
            type="text"
            icon={<LogoutOutlined aria-hidden />}
            aria-label={t('do.signOut')}
            title={t('do.signOut')}
            loading={leaving.isPending}
            onClick={() => leaving.mutate()}
          />
        </section>
      </div>
      <main id="main" tabIndex={-1}>
        {may('help.take') && <HelpStrip />}
        <Outlet />
      </main>
    </div>
  );
}
