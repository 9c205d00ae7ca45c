import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayCheck, mayFetch, mayRequest, refusalLog } from './lockdown.ts';
import { isPadEntry, isPadOrigin } from './origin.ts';

describe('the camera', () => {
  const asked = { isMainFrame: true, requestingUrl: 'app://pad/index.html', mediaTypes: ['video'] };

  it('is granted to the pad’s own page, where the terminal allows it', () => {
    expect(mayRequest('media', asked, true)).toBe(true);
    expect(mayCheck('media', 'app://pad/', { isMainFrame: true, mediaType: 'video' }, true)).toBe(true);
  });

  it.each([
    ['the terminal has none', 'media', asked, false],
    ['with sound', 'media', { ...asked, mediaTypes: ['video', 'audio'] }, true],
    ['sound alone', 'media', { ...asked, mediaTypes: ['audio'] }, true],
    ['nothing named', 'media', { isMainFrame: true, requestingUrl: asked.requestingUrl }, true],
    ['a frame', 'media', { ...asked, isMainFrame: false }, true],
    ['another host', 'media', { ...asked, requestingUrl: 'app://fault/fault.html' }, true],
    ['another scheme', 'media', { ...asked, requestingUrl: 'https://pad/' }, true],
    ['credentials', 'media', { ...asked, requestingUrl: 'app://pad@evil/' }, true],
    ['no address', 'media', { isMainFrame: true, mediaTypes: ['video'] }, true],
    ['the screen', 'display-capture', asked, true],
  ] as const)('is refused: %s', (_why, permission, details, camera) => {
    expect(mayRequest(permission, details, camera)).toBe(false);
  });

  it.each([
    ['app://pad/', { isMainFrame: true, mediaType: 'audio' }],
    ['app://pad/', { isMainFrame: true, mediaType: 'unknown' }],
    ['app://pad/', { isMainFrame: false, mediaType: 'video' }],
    ['app://pad/', { isMainFrame: true, mediaType: 'video', embeddingOrigin: 'https://evil' }],
    ['https://evil/', { isMainFrame: true, mediaType: 'video' }],
    ['', { isMainFrame: true, mediaType: 'video' }],
  ] as const)('a check from %s with %j fails', (origin, details) => {
    expect(mayCheck('media', origin, details, true)).toBe(false);
  });
});

describe('every other permission', () => {
  it.each([
    'geolocation',
    'notifications',
    'midi',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'hid',
    'usb',
    'serial',
    'fileSystem',
    'window-management',
    'keyboardLock',
    'idle-detection',
    'speaker-selection',
    'storage-access',
    'unknown',
  ])('%s is refused', (permission) => {
    const details = { isMainFrame: true, requestingUrl: 'app://pad/', mediaTypes: ['video'] };
    expect(mayRequest(permission, details, true)).toBe(false);
    expect(mayCheck(permission, 'app://pad/', { isMainFrame: true, mediaType: 'video' }, true)).toBe(false);
  });
});

describe('addresses', () => {
  it.each(['app://pad/', 'app://pad/index.html', 'app://pad/index.html?x=1#y', 'app://pad/kiosk.html'])(
    '%s is the entry',
    (url) => {
      expect(isPadEntry(url)).toBe(true);
    },
  );
  it.each([
    'app://pad/other.html',
    'app://fault/index.html',
    'app://pad.evil/',
    'app://pad:80/',
    'https://pad/',
    'file:///index.html',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'not a url',
  ])('%s is not', (url) => {
    expect(isPadEntry(url)).toBe(false);
  });

  it.each([
    'https://example.com/',
    'http://127.0.0.1/',
    'ws://x/',
    'file:///etc/passwd',
    'ftp://x/',
    'devtools://x/',
    '',
  ])('%s is never fetched', (url) => {
    expect(mayFetch(url, false)).toBe(false);
  });

  it('nothing but app://pad is the pad’s origin', () => {
    fc.assert(
      fc.property(
        fc.webUrl(),
        fc.string(),
        (url, text) => !isPadOrigin(url) && !isPadOrigin(`app://${text}.pad/`),
      ),
    );
  });
});

it('logs each kind of refusal once a minute, and how many were left out', () => {
  let time = 0;
  const lines: unknown[] = [];
  const refused = refusalLog(
    (event, data) => lines.push([event, data]),
    () => time,
  );
  for (let i = 0; i < 1_000; i += 1) refused('navigation');
  refused('window');
  time = 60_000;
  refused('navigation');
  expect(lines).toEqual([
    ['shell.refused', { what: 'navigation', leftOut: 0 }],
    ['shell.refused', { what: 'window', leftOut: 0 }],
    ['shell.refused', { what: 'navigation', leftOut: 999 }],
  ]);
});
