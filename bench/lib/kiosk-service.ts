import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { terminalConfig } from '../../contracts/config.ts';
import { systemClock, systemTimers } from '../../sync/index.ts';
import { type LoadedFlow, loadFlows } from '../../terminal/flow/load.ts';
import { scannedPage, signaturePicture } from '../../terminal/kiosk/testing/apply-flow.ts';
import { startService } from '../../terminal/service.ts';
import { type Papers, ScriptedCitizen } from './scripted-citizen.ts';

const FLOWS = join(import.meta.dirname, '../../assets/flows');

export interface BenchKiosk {
  citizen: ScriptedCitizen;
  /** What can be walked without a device: without a card reader a flow that is about the card is not offered. */
  flows: LoadedFlow[];
  stop(): Promise<void>;
}

/** The terminal service of a kiosk in this process, without a hub and without devices. */
export function openBenchKiosk(): BenchKiosk {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-'));
  const started = startService({
    config: terminalConfig.parse({ terminalId: 'kiosk-01', role: 'kiosk', hubUrl: 'http://127.0.0.1:1' }),
    dir,
    app: '0.1.0',
    clock: systemClock(),
    timers: systemTimers(),
    flowsDir: FLOWS,
    findStick: () => null,
    onExit: () => {},
    log: () => {},
  });
  if (!started.ok) throw new Error(started.error.code);
  const over = new AbortController();
  const citizen = new ScriptedCitizen(createRouterClient(started.value.router), papers());
  const following = citizen.follow(over.signal);
  return {
    citizen,
    flows: loadFlows(FLOWS).flows.filter((f) => f.flow.requires.devices.length === 0),
    async stop() {
      over.abort();
      await following;
      await started.value.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const papers = (): Papers => ({
  page: new File([Buffer.from(scannedPage(1))], 'page.jpg', { type: 'image/jpeg' }),
  signature: new File([Buffer.from(signaturePicture())], 'signature.png', { type: 'image/png' }),
});
