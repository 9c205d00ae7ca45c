import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LEVELS, tagLevel } from '../../contracts/rating.ts';
import { productRoot } from '../paths.ts';
import { checkDigit, demoCases, demoIdNumber } from './cases.ts';
import { DEMO_WINDOW, demoHall, loadDemoHall, loadNationalTags, readPicture, terminalAt } from './schema.ts';

const hall = loadDemoHall();
const NOW = new Date('2026-11-24T06:00:00Z');
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

describe('the hall', () => {
  test('is as large as a district’s hall', () => {
    expect([hall.departments.length, hall.windows.length, hall.staff.length]).toEqual([12, 20, 30]);
    expect([hall.items.length, hall.slides.length, hall.notices.length]).toEqual([60, 4, 3]);
  });

  test('names nothing that it does not have', () => {
    const departments = hall.departments.map((d) => d.id);
    const departmentOf = new Map(hall.windows.map((w) => [w.id, w.department]));
    for (const w of hall.windows) expect(departments).toContain(w.department);
    for (const i of hall.items) expect(departments).toContain(i.department);
    for (const s of hall.staff)
      for (const w of s.windows) expect([s.id, departmentOf.get(w)]).toEqual([s.id, s.department]);
  });

  test('has staff and items for every window, and each number once', () => {
    for (const w of hall.windows) {
      expect([w.id, hall.staff.some((s) => s.windows.includes(w.id))]).toEqual([w.id, true]);
      expect([w.id, hall.items.some((i) => i.department === w.department)]).toEqual([w.id, true]);
    }
    expect(unique(hall.staff.map((s) => s.no))).toBe(true);
    expect(unique(hall.staff.map((s) => s.name))).toBe(true);
    expect(unique(hall.items.map((i) => i.code))).toBe(true);
    expect(unique(hall.items.map((i) => i.zh))).toBe(true);
    expect(unique(hall.windows.map((w) => w.no))).toBe(true);
  });

  test('says that it is a demonstration where a person reads first', () => {
    expect(hall.notices[0]?.title.zh).toContain('演示');
  });

  test('is refused with a field that nobody knows', () => {
    expect(demoHall.safeParse({ ...hall, extra: 1 }).success).toBe(false);
    expect(
      demoHall.safeParse({ ...hall, items: [{ code: 'x y', department: 'd', zh: 'z', en: 'e' }] }).success,
    ).toBe(false);
  });

  test('has a pad of its own for each window, and the demonstration’s is pad-01', () => {
    const pads = hall.windows.map((w) => terminalAt(hall, w.id));
    expect(unique(pads)).toBe(true);
    expect(terminalAt(hall, DEMO_WINDOW)).toBe('pad-01');
    expect(pads.toSorted().at(-1)).toBe('pad-20');
  });
});

describe('its pictures', () => {
  test('are there for everyone: a portrait of at most 12 kB, without text and script', () => {
    for (const s of hall.staff) {
      const svg = readPicture(s.photo).toString('utf8');
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 400 500"/);
      expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(12_000);
      expect(svg).not.toMatch(/<(text|script|image|foreignObject)|href|url\((?!#)/);
    }
    expect(unique(hall.staff.map((s) => readPicture(s.photo).toString('utf8')))).toBe(true);
  });

  test('are there for every slide: at most 200 kB', () => {
    for (const s of hall.slides) {
      const bytes = readPicture(s.image);
      expect(bytes.length).toBeGreaterThan(1_000);
      expect(bytes.length).toBeLessThanOrEqual(200_000);
    }
  });

  test('hold nothing that no screen shows', () => {
    const shown = [...hall.staff.map((s) => s.photo), ...hall.slides.map((s) => s.image)].toSorted();
    const there = globSync(['staff/*', 'slides/*.{webp,png,jpg}'], {
      cwd: join(productRoot(), 'assets/demo'),
    });
    expect(there.map((f) => f.replaceAll('\\', '/')).toSorted()).toEqual(shown);
  });
});

test('the national tags are eight for each level, in the order of the reference', () => {
  const { tags } = loadNationalTags();
  expect(tags.map((t) => tagLevel(t.code))).toEqual(LEVELS.flatMap((level) => Array(8).fill(level)));
  expect(unique(tags.map((t) => t.code))).toBe(true);
  expect(tags[0]).toMatchObject({ code: '510', zh: '一窗受理一次办结' });
  expect(tags.at(-1)).toMatchObject({ code: '115', zh: '服务态度差效率低' });
});

describe('the cases', () => {
  const cases = demoCases(hall, NOW);

  test('are 120, each with a number of its own, at a window of its item’s department', () => {
    expect(cases).toHaveLength(120);
    expect(unique(cases.map((c) => c.caseNo))).toBe(true);
    for (const c of cases) {
      expect(hall.items.find((i) => i.code === c.itemCode)?.department).toBe(c.departmentId);
      expect(hall.staff.find((s) => s.id === c.staffId)?.windows).toContain(c.windowId);
      expect(c.handledAt <= NOW).toBe(true);
    }
    expect(new Set(cases.map((c) => c.windowId)).size).toBe(20);
  });

  test('are the same at every start', () => {
    expect(demoCases(hall, NOW)).toEqual(cases);
  });

  test('are of invented people, marked as such', () => {
    for (const { applicant } of cases) {
      expect(applicant.name).toContain('演示');
      expect(applicant.idNumber).toMatch(/^999999\d{11}[\dX]$/);
      expect(applicant.idNumber.at(-1)).toBe(checkDigit(applicant.idNumber.slice(0, 17)));
      expect(applicant.phone).toMatch(/^100\d{8}$/);
    }
    expect(unique(cases.map((c) => c.applicant.idNumber))).toBe(true);
  });
});

test('the check digit is that of the examples of GB 11643', () => {
  expect(checkDigit('11010519491231002')).toBe('X');
  expect(checkDigit('44052418800101001')).toBe('4');
  expect(demoIdNumber(1)).toHaveLength(18);
});
