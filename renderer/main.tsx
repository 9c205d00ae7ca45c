import './styles.ts';
import { startPadLink } from './client.ts';
import { pageEnvironment } from './environment.ts';
import { PadApp } from './pad/app.tsx';
import { padSound } from './pad/sound.ts';
import { pageConnector, showApp } from './page.tsx';

showApp(
  <PadApp
    link={startPadLink(pageConnector(), pageEnvironment)}
    sound={padSound}
    now={pageEnvironment.now}
    wallNow={() => new Date()}
    delay={pageEnvironment.delay}
    painted={pageEnvironment.frame}
  />,
);
