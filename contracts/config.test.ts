import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubConfig, PAD_PANEL, terminalConfig } from './config.ts';

const TERMINAL = { terminalId: 'pad-01', role: 'pad', hubUrl: 'http://127.0.0.1:7400' };
const SCANNER = {
  id: 'scan',
  class: 'documentScanner',
  driver: 'sane',
  port: { type: 'sane', device: 'test:0' },
};
const HUB = { dataDir: '/var/lib/hall-hub' };

describe('terminal.json', () => {
  it('needs three fields and fills in the others', () => {
    expect(terminalConfig.parse(TERMINAL)).toEqual({
      ...TERMINAL,
      panel: PAD_PANEL,
      locale: 'zh-CN',
      host: '127.0.0.1',
      port: 7410,
      staffBadges: [],
      devices: [],
      camera: true,
    });
  });

  it('may be a kiosk', () => {
    expect(terminalConfig.parse({ ...TERMINAL, role: 'kiosk' }).role).toBe('kiosk');
  });

  it.each([
    ['terminalId', undefined],
    ['terminalId', 'Pad 01'],
    ['terminalId', `p${'a'.repeat(40)}`],
    ['role', 'cash-desk'],
    ['hubUrl', 'ftp://hub'],
    ['hubUrl', 'file:///etc/passwd'],
    ['hubUrl', 'javascript:alert(1)'],
    ['hubUrl', 'hub:7400'],
    ['hubUrl', ''],
    ['panel', { widthPx: 0, heightPx: 800, diagonalInch: 10.1 }],
    ['panel', { widthPx: 1280, heightPx: 800, diagonalInch: 0 }],
    ['panel', { widthPx: 1280.5, heightPx: 800, diagonalInch: 10.1 }],
    ['locale', 'de'],
    ['host', ''],
    ['port', -1],
    ['port', 65_536],
    ['port', '7410'],
    ['staffPin', '246810'],
    ['staffPin', `scrypt$${'0'.repeat(31)}$${'0'.repeat(64)}`],
    ['staffBadges', ['246810']],
    ['devices', [{ id: 'card', class: 'idCardReader', driver: 'sdt', port: { type: 'usb' } }]],
    ['devices', [SCANNER, SCANNER]],
    ['devices', [{ ...SCANNER, driver: 'escl' }]],
    ['camera', 'yes'],
    ['enrolmentCode', 'short'],
    ['adress', 'a field that nobody knows'],
  ])('is refused with %s = %o, and says where', (field, value) => {
    const answer = terminalConfig.safeParse({ ...TERMINAL, [field]: value });
    expect(answer.success).toBe(false);
    const issue = answer.error?.issues[0];
    const where = issue?.code === 'unrecognized_keys' ? issue.keys : issue?.path.map(String);
    expect(where).toContain(field);
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (v) => {
        expect(terminalConfig.safeParse(v).success).toBe(false);
      }),
    );
  });
});

describe('the hub’s settings', () => {
  it('need a data folder alone', () => {
    expect(hubConfig.parse(HUB)).toEqual({
      ...HUB,
      host: '127.0.0.1',
      port: 7400,
      demo: false,
      logLevel: 'info',
      behindProxy: false,
    });
  });

  it.each([
    ['dataDir', ''],
    ['dataDir', undefined],
    ['databaseUrl', 'mysql://localhost/hall'],
    ['databaseUrl', ''],
    ['port', 70_000],
    ['port', Number.NaN],
    ['publicUrl', 'hall.example'],
    ['publicUrl', 'ws://hall.example'],
    ['logLevel', 'verbose'],
    ['demo', 'true'],
    ['behindProxy', 1],
  ])('are refused with %s = %o', (field, value) => {
    const answer = hubConfig.safeParse({ ...HUB, [field]: value });
    expect(answer.error?.issues[0]?.path).toEqual([field]);
  });

  it.each(['postgres://u:p@db/hall', 'postgresql:///hall?host=/run/postgresql'])('take %s', (databaseUrl) => {
    expect(hubConfig.parse({ ...HUB, databaseUrl }).databaseUrl).toBe(databaseUrl);
  });
});
