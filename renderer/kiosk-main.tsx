import './kiosk/styles.ts';
import { startKioskLink } from './client.ts';
import { pageEnvironment } from './environment.ts';
import { KioskApp } from './kiosk/app.tsx';
import { pageConnector, showApp } from './page.tsx';

const link = startKioskLink(pageConnector(), pageEnvironment);
showApp(<KioskApp link={link} env={pageEnvironment} />);
