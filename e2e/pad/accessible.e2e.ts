import { axeFaults } from '../../scripts/lib/axe.ts';
import { newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { finish, screen } from './screen.ts';

/** The pad for everyone: no accessibility fault on the way, and the whole way without touch. */

test('rates by keyboard alone, with no fault on any page', async ({ hall, pad: _, page }) => {
  test.setTimeout(120_000);
  const faultless = async (name: string) => {
    await screen(page, name);
    expect({ name, faults: await axeFaults(page) }).toEqual({
      name,
      faults: [],
    });
  };
  await faultless('idle');
  await hall.counter().create({ caseNo: newCaseNo(), stage: 2 });
  await faultless('rating');
  // By Tab to the first level, by Tab to the second, and Enter.
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator('[data-level="4"]:focus').count()) break;
  }
  await expect(page.locator('[data-level="4"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await faultless('saved');
  await finish(page);
  await faultless('thanks');
});
