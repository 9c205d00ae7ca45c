import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../playwright.config.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium here; see README');
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}
