/**
 * The kiosk's audio mode: from a text to the first sound, recorded and made on the spot, in a Chromium over a real terminal
 * service, beside the bare program that makes speech.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { openHall, openKiosk } from '../e2e/support/hall.ts';
import { openBrowser } from './lib/browser.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const TEXTS = Number(process.env.BENCH_TEXTS ?? 200);
const WARM_UP = 5;
const MAX_RECORDED_MS = 100;
const MAX_MADE_MS = 500;
const SENTENCE = 'zhang1 wei3min2, nin2 hao3';

export async function benchSpeech(): Promise<Figure[]> {
  const hasVoice = spawnSync('espeak-ng', ['--version']).status === 0;
  const hall = await openHall();
  const kiosk = await openKiosk(hall, []);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.addInitScript(noteSounds);
    await page.goto(kiosk.url());
    await page.getByRole('button', { name: '点这里开始' }).click();
    await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F15' })));
    await page.waitForTimeout(2_000);
    const recorded = await measure(page, () => '您要办什么?');
    const made = hasVoice ? await measure(page, (n) => `张伟民第${n}次来大厅`) : [];
    const bare = hasVoice ? await bareProgram() : [];
    return [
      figure('a text that is recorded → first sound', recorded, MAX_RECORDED_MS),
      hasVoice
        ? {
            ...figure('a text that is made → first sound', made, MAX_MADE_MS),
            rawLimit: `p50 ${round(percentile(bare, 0.5))} ms, p99 ${round(percentile(bare, 0.99))} ms (espeak-ng alone)`,
            ratio: `${round(percentile(made, 0.5) / percentile(bare, 0.5), 2)}×`,
          }
        : {
            what: 'a text that is made → first sound',
            measured: 'no espeak-ng here: not measured',
            met: null,
          },
    ];
  } finally {
    await browser.close();
    await kiosk.close();
    await hall.close();
  }
}

function figure(what: string, times: readonly number[], target: number): Figure {
  const p99 = percentile(times, 0.99);
  return {
    what: `${what}, ${times.length} texts`,
    measured: `p50 ${round(percentile(times, 0.5))} ms, p99 ${round(p99)} ms`,
    target: `p99 ≤ ${target} ms`,
    met: p99 <= target,
  };
}

/** When a sound begins to play, `window.begun` is told. */
function noteSounds(): void {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.addEventListener('playing', () => (window as unknown as { begun?: () => void }).begun?.(), {
      once: true,
    });
    return play.call(this);
  };
}

/** A message on the page, as rooms show them, → the first sound of it. ms each. */
async function measure(page: Page, textOf: (n: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + TEXTS; n += 1) {
    const ms = await page.evaluate(
      (text) =>
        new Promise<number>((resolve, reject) => {
          const from = performance.now();
          const timer = setTimeout(() => reject(new Error('nothing was heard')), 10_000);
          Object.assign(window, {
            begun: () => {
              clearTimeout(timer);
              alert.remove();
              resolve(performance.now() - from);
            },
          });
          const alert = document.createElement('p');
          alert.setAttribute('role', 'alert');
          alert.textContent = text;
          document.body.append(alert);
        }),
      textOf(n),
    );
    if (n >= WARM_UP) times.push(ms);
  }
  return times;
}

async function bareProgram(): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < TEXTS; n += 1) {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      const child = spawn('espeak-ng', ['-v', 'cmn-latn-pinyin', '-s', '145', '--stdin', '--stdout'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      child.stdout.resume();
      child.stdin.end(SENTENCE);
      child.once('error', reject);
      child.once('close', () => resolve());
    });
    times.push(performance.now() - from);
  }
  return times;
}

if (import.meta.main) printTable('Speech', await benchSpeech());
