import type { CodeScanner, DeviceContext } from '../device.ts';
import { createTracker } from '../tracker.ts';
import { splitAim } from './aim.ts';
import { createArming } from './arming.ts';
import { MAX_CODE_BYTES, stripSuffix } from './protocol.ts';

/**
 * A scanner that types (键盘口): the screens listen to the keyboard and hand its text to `typed`. It has no trigger,
 * and nobody can tell whether it is plugged in. Chinese does not survive every keyboard layout: HID POS or serial first.
 */
export function createWedgeScanner(context: DeviceContext): CodeScanner {
  const tracker = createTracker(context.clock);
  const arming = createArming(context, { source: 'wedge', light: () => {}, dark: () => {} });
  tracker.identify({ port: 'keyboard' });
  tracker.state('ok');
  return {
    report: tracker.report,
    onChange: tracker.onChange,
    arm: arming.arm,
    disarm: arming.disarm,
    onCode: arming.onCode,
    typed(text) {
      const { aim, bytes } = splitAim(stripSuffix(new TextEncoder().encode(text)));
      if (bytes.length === 0) return;
      if (bytes.length > MAX_CODE_BYTES) return tracker.error('code.tooLong');
      if (arming.read({ aim, bytes: Uint8Array.from(bytes) })) tracker.done(0);
    },
    selfTest: async () => ({
      ok: true,
      at: context.clock.wallMs(),
      steps: [{ name: 'codeScanner.port', ok: true, code: null, detail: 'keyboard', ms: 0 }],
    }),
    async stop() {
      arming.stop();
    },
  };
}
