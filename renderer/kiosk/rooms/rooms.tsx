import { Component, type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import type { Room } from '../../../contracts/kiosk.ts';
import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { Title } from '../title.tsx';
import type { RoomProps } from './types.ts';

/** Each room's screens come when it is entered for the first time. */
const ROOMS: Readonly<Partial<Record<Room, ComponentType<RoomProps>>>> = {
  booking: lazy(async () => ({ default: (await import('./booking/index.tsx')).BookingRoom })),
  certificates: lazy(async () => ({ default: (await import('./certificates/index.tsx')).CertificatesRoom })),
  services: lazy(async () => ({ default: (await import('./services/index.tsx')).ServicesRoom })),
  me: lazy(async () => ({ default: (await import('./me/index.tsx')).MeRoom })),
  progress: lazy(async () => ({ default: (await import('./progress/index.tsx')).ProgressRoom })),
};

export const hasRoom = (room: Room): boolean => ROOMS[room] !== undefined;

/** A room of the kiosk in the place of the page; one that cannot be shown leaves a way home. */
export function RoomFrame({ room, ...props }: RoomProps & { room: Room }) {
  const { texts } = useKiosk();
  const Screens = ROOMS[room];
  const broken = <Broken onHome={props.onHome} />;
  if (Screens === undefined) return broken;
  return (
    <Guard key={room} fallback={broken}>
      <Suspense fallback={<p className="kiosk__center quiet">{texts.t('room.loading')}</p>}>
        <Screens {...props} />
      </Suspense>
    </Guard>
  );
}

function Broken({ onHome }: { onHome: () => void }) {
  const { t } = useKiosk().texts;
  return (
    <div className="kiosk__center">
      <Title>{t('room.broken')}</Title>
      <p>{t('room.brokenBody')}</p>
      <Button size="main" kind="primary" onPress={onHome}>
        {t('room.home')}
      </Button>
    </div>
  );
}

/** Shows `fallback` in the place of screens that could not be loaded or that failed. */
class Guard extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
