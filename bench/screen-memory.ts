/** Visits on the kiosk's screen in a real Chromium, one after the other: what its page holds afterwards. */
import type { CDPSession, Page } from '@playwright/test';
import { openHall, openKiosk } from '../e2e/support/hall.ts';
import { openBrowser } from './lib/browser.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const VISITS = Number(process.env.BENCH_VISITS ?? 200);
/** Rooms are loaded, code is compiled and caches are filled by then. */
const WARM = 50;
const MAX_GROWTH = 0.1;

export async function benchScreenMemory(): Promise<Figure[]> {
  const hall = await openHall();
  const kiosk = await openKiosk(hall, []);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(kiosk.url());
    const tools = await page.context().newCDPSession(page);
    let warm = await held(tools);
    for (let n = 0; n < WARM + VISITS; n += 1) {
      if (n === WARM) warm = await held(tools);
      await visit(page);
    }
    const after = await held(tools);
    const growth = after.heap / warm.heap - 1;
    return [
      {
        what: `memory of the kiosk’s page over ${VISITS} visits to four rooms, after ${WARM} others`,
        measured: `heap ${round(warm.heap)} → ${round(after.heap)} MB (${round(growth * 100)} %), ${warm.nodes} → ${after.nodes} nodes, ${warm.listeners} → ${after.listeners} listeners`,
        target: `heap within ${MAX_GROWTH * 100} %`,
        met: growth <= MAX_GROWTH,
      },
    ];
  } finally {
    await browser.close();
    await kiosk.close();
    await hall.close();
  }
}

async function visit(page: Page): Promise<void> {
  const at = (screen: string) => page.locator(`[data-screen="${screen}"]`).waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  await at('attract');
  await press('点这里开始');
  for (const [room, name] of [
    ['services', /^办事/],
    ['booking', /^预约取号/],
    ['progress', /^进度查询/],
    ['me', /^个人中心/],
  ] as const) {
    await at('home');
    await press(name);
    await at(room);
    await press('回首页');
  }
  await at('home');
  await press('结束办理');
}

async function held(tools: CDPSession): Promise<{ heap: number; nodes: number; listeners: number }> {
  await tools.send('HeapProfiler.collectGarbage');
  await tools.send('Performance.enable');
  const { metrics } = await tools.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((m) => m.name === name)?.value ?? 0;
  return { heap: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

if (import.meta.main) printTable('Memory of the screen', await benchScreenMemory());
