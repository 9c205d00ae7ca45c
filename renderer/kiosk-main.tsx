import '@fontsource-variable/noto-sans-sc/index.css';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './design/frame.css';
import './kiosk/kiosk.css';
import './kiosk/frame.css';
import './kiosk/pages.css';
import './kiosk/sign-in.css';
import { startKioskLink } from './client.ts';
import { pageEnvironment } from './environment.ts';
import { KioskApp } from './kiosk/app.tsx';
import { pageConnector, showApp } from './page.tsx';

const link = startKioskLink(pageConnector(), pageEnvironment);
showApp(<KioskApp link={link} env={pageEnvironment} />);
