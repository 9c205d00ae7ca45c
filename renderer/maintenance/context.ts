import { createContext, useContext } from 'react';
import type { ServiceLine } from '../client.ts';
import type { MaintenanceEnvironment } from './calls.ts';
import type { MaintenanceSession } from './session.ts';
import type { MaintenanceTexts } from './texts.ts';

/** What every page of the maintenance screen is handed. */
export interface MaintenanceScreen {
  service: ServiceLine;
  session: MaintenanceSession;
  texts: MaintenanceTexts;
  env: MaintenanceEnvironment;
  /** The service is there: something can be done. */
  live: boolean;
}

export const MaintenanceContext = createContext<MaintenanceScreen | null>(null);

export function useMaintenance(): MaintenanceScreen {
  const screen = useContext(MaintenanceContext);
  if (screen === null) throw new Error('MaintenanceContext is missing');
  return screen;
}
