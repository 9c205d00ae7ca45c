import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { MaintenanceStatus } from '../../contracts/maintenance.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { ServiceLine } from '../client.ts';
import { Icon } from '../design/icon.tsx';
import { useWedge } from '../scan/use-wedge.ts';
import { MOST_OF_A_DEVICE } from '../scan/wedge.ts';
import { callService, type MaintenanceEnvironment, PATIENCE } from './calls.ts';
import { MaintenanceContext, type MaintenanceScreen, useMaintenance } from './context.ts';
import { DevicePage } from './device-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Header } from './header.tsx';
import { useSigns } from './hooks.ts';
import { PortsPage } from './ports-page.tsx';
import { type MaintenanceSession, type SessionState, startSession } from './session.ts';
import { MAINTENANCE_TEXTS } from './texts.ts';
import { useDeviceActions } from './use-device-actions.ts';

export interface MaintenanceAppProps {
  /** The pad's or the kiosk's line to the terminal service. */
  service: ServiceLine;
  /** What the door was given when somebody proved themselves. */
  sessionId: string;
  env: MaintenanceEnvironment;
  locale: Locale;
  /** The session is over: left, without a touch for too long, or lost with the service. */
  onEnd: () => void;
}

/** The maintenance screen (维护界面): follows its session until the end. Takes the whole page. */
export function MaintenanceApp({ service, sessionId, env, locale, onEnd }: MaintenanceAppProps) {
  const [session, setSession] = useState<MaintenanceSession | null>(null);
  useEffect(() => {
    const started = startSession(service, sessionId, env);
    setSession(started);
    return () => started.stop();
  }, [service, sessionId, env]);
  useWedge(
    (text) =>
      void callService(service, env.delay, PATIENCE.touch, (terminal) => terminal.devices.wedge({ text })),
    MOST_OF_A_DEVICE,
  );
  if (session === null) return null;
  return <Screen service={service} session={session} env={env} firstLocale={locale} onEnd={onEnd} />;
}

interface ScreenProps {
  service: ServiceLine;
  session: MaintenanceSession;
  env: MaintenanceEnvironment;
  firstLocale: Locale;
  onEnd: () => void;
}

function Screen({ service, session, env, firstLocale, onEnd }: ScreenProps) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [locale, setLocale] = useState(firstLocale);
  const [leaving, setLeaving] = useState(false);
  const texts = MAINTENANCE_TEXTS[locale];
  const live = state.phase === 'live';
  const isOver = state.phase === 'over';
  const end = useEndOnce(onEnd);
  useEffect(() => {
    if (isOver) end();
  }, [isOver, end]);
  useSigns(session.touch, env.now);

  const screen: MaintenanceScreen = useMemo(
    () => ({ service, session, texts, env, live }),
    [service, session, texts, env, live],
  );
  const status = statusOf(state);
  /** Whatever the service answers: a session that nobody follows ends by itself. */
  const leave = async () => {
    setLeaving(true);
    await session.call(PATIENCE.leave, (to, sessionId) => to.leave({ sessionId }));
    end();
  };
  return (
    <MaintenanceContext value={screen}>
      <div className="maintenance" data-screen="maintenance" lang={locale}>
        <Header
          status={status}
          receivedAt={state.phase === 'live' ? state.receivedAt : 0}
          leaving={leaving}
          onLanguage={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
          onLeave={() => void leave()}
        />
        <LineNotice phase={state.phase} />
        <main className="m-body">{status !== null && <Pages status={status} />}</main>
      </div>
    </MaintenanceContext>
  );
}

/** The session's end and the answer to leaving both lead out, once. */
function useEndOnce(onEnd: () => void): () => void {
  const latest = useRef<(() => void) | null>(onEnd);
  return useCallback(() => {
    latest.current?.();
    latest.current = null;
  }, []);
}

function statusOf(state: SessionState): MaintenanceStatus | null {
  if (state.phase === 'live') return state.status;
  return state.phase === 'lost' ? state.last : null;
}

/** Says when the line to the service is not there. */
function LineNotice({ phase }: { phase: SessionState['phase'] }) {
  const { t } = useMaintenance().texts;
  return (
    <div role="status">
      {(phase === 'connecting' || phase === 'lost') && (
        <p className="m-line" data-phase={phase}>
          <Icon name="alert" />
          {phase === 'lost' ? t('line.lost') : t('line.connecting')}
        </p>
      )}
    </div>
  );
}

type Place = { page: 'devices'; lastId: string | null } | { page: 'device'; id: string } | { page: 'ports' };

function Pages({ status }: { status: MaintenanceStatus }) {
  const { session, env } = useMaintenance();
  const [place, setPlace] = useState<Place>({ page: 'devices', lastId: null });
  const [exporting, setExporting] = useState(false);
  const actions = useDeviceActions(session, env);
  const { devices } = status;
  const home = (lastId: string | null) => setPlace({ page: 'devices', lastId });
  const device = place.page === 'device' ? devices.find((d) => d.id === place.id) : undefined;
  if (device !== undefined)
    return <DevicePage device={device} actions={actions} onBack={() => home(device.id)} />;
  if (place.page === 'ports') return <PortsPage taken={devices.map((d) => d.id)} onBack={() => home(null)} />;
  return (
    <>
      <DevicesPage
        devices={devices}
        actions={actions}
        lastId={place.page === 'devices' ? place.lastId : null}
        onOpen={(id) => setPlace({ page: 'device', id })}
        onPorts={() => setPlace({ page: 'ports' })}
        onExport={() => setExporting(true)}
      />
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
    </>
  );
}
