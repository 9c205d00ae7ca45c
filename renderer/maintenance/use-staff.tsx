import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import type { ServiceLine } from '../client.ts';
import type { MaintenanceEnvironment } from './calls.ts';
import { StaffCorner } from './corner.tsx';
import './corner.css';

/** How long it is told that the door cannot be opened, ms. */
const NOTICE_MS = 6_000;

type Screens = typeof import('./index.tsx');
type Place = { at: 'away' } | { at: 'door' } | { at: 'inside'; sessionId: string };

export interface StaffOptions {
  service: ServiceLine;
  env: MaintenanceEnvironment;
  locale: Locale;
  /** Told when the staff's screens cannot be loaded; the next hold of the corner tries again. */
  unavailable: string;
  /** Maintenance begins. */
  onInside: () => void;
}

export interface Staff {
  at: Place['at'];
  /** Goes onto every page. */
  corner: ReactNode;
  /** `door`: a dialog over the page. `inside`: stands in the page's place. */
  screen: ReactNode;
}

/**
 * The staff's way into a pad or a kiosk: hidden corner, door, maintenance. Their screens come by dynamic import, so that
 * citizens do not wait for them.
 */
export function useStaff({ service, env, locale, unavailable, onInside }: StaffOptions): Staff {
  const [place, setPlace] = useState<Place>({ at: 'away' });
  const [screens, setScreens] = useState<Screens | null>(null);
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    import('./index.tsx').then(setScreens, () => setFailed(true));
  };
  const leave = useCallback(() => setPlace({ at: 'away' }), []);
  const isTold = failed && place.at === 'door';
  useEffect(() => {
    if (!isTold) return;
    const timer = setTimeout(leave, NOTICE_MS);
    return () => clearTimeout(timer);
  }, [isTold, leave]);

  const corner = <StaffCorner onTouch={load} onHeld={() => setPlace({ at: 'door' })} />;
  return { at: screens === null ? 'away' : place.at, corner, screen: screenOf() };

  function screenOf(): ReactNode {
    if (isTold)
      return (
        <p className="staff-notice" role="alert">
          {unavailable}
        </p>
      );
    if (screens === null || place.at === 'away') return null;
    const { MaintenanceApp, StaffDoor } = screens;
    if (place.at === 'inside')
      return (
        <MaintenanceApp
          service={service}
          sessionId={place.sessionId}
          env={env}
          locale={locale}
          onEnd={leave}
        />
      );
    return (
      <StaffDoor
        service={service}
        env={env}
        locale={locale}
        onEnter={(sessionId) => {
          setPlace({ at: 'inside', sessionId });
          onInside();
        }}
        onClose={leave}
      />
    );
  }
}
