import type { DeviceDeclaration } from '../../contracts/devices.ts';
import type { Anonymise, Line, Recorder } from '../../devices/channel/index.ts';
import type { DeviceContext } from '../../devices/device.ts';
import type { PrintQueue } from '../../devices/document-printer/queue.ts';
import type { OpenDevice, OpenedDevice } from './open-device.ts';
import { createPageDevice } from './page-device.ts';

/**
 * Makes the driver of each declaration. Drivers and the libraries behind them (serial ports, HID, printing) are loaded
 * when the first device needs them: a terminal without devices starts without them.
 */
export const openDriver: OpenDevice = async (declaration, context) => {
  switch (declaration.class) {
    case 'idCardReader': {
      const { createIdCardReader } = await import('../../devices/id-card/driver.ts');
      const { anonymiseFor } = await import('../../devices/id-card/anonymise.ts');
      const { line, recorder } = await openLine(declaration, context, anonymiseFor(declaration.port.type));
      return { driver: createIdCardReader(declaration, line, context), recorder };
    }
    case 'codeScanner': {
      const { createCodeScanner } = await import('../../devices/code-scanner/driver.ts');
      if (declaration.driver === 'wedge') return { driver: createCodeScanner(declaration, null, context) };
      const { anonymiseFor } = await import('../../devices/code-scanner/anonymise.ts');
      const { line, recorder } = await openLine(declaration, context, anonymiseFor(declaration.driver));
      return { driver: createCodeScanner(declaration, line, context), recorder };
    }
    case 'receiptPrinter': {
      const { createReceiptPrinter } = await import('../../devices/receipt-printer/driver.ts');
      const { line, recorder } = await openLine(declaration, context);
      return { driver: createReceiptPrinter(declaration, line, context), recorder };
    }
    case 'documentScanner': {
      const { createDocumentScanner } = await import('../../devices/document-scanner/driver.ts');
      return { driver: createDocumentScanner(declaration, context) };
    }
    case 'documentPrinter': {
      const { createDocumentPrinter } = await import('../../devices/document-printer/driver.ts');
      return { driver: createDocumentPrinter(declaration, context, { queue: await openQueue(declaration) }) };
    }
    case 'camera': {
      const { port } = declaration;
      return { driver: createPageDevice(context, port.type === 'page' ? (port.match ?? null) : null) };
    }
  }
};

/** A queue of the system's print service; of the CUPS whose socket `CUPS_SERVER` names, as CUPS's own tools have it. */
async function openQueue({ id, port }: DeviceDeclaration): Promise<PrintQueue> {
  if (port.type !== 'queue') throw new Error(`${id}: ${port.type} is no queue`);
  const socketPath = process.env.CUPS_SERVER;
  if (socketPath?.startsWith('/')) {
    const { createCupsQueue } = await import('../../devices/document-printer/cups-queue.ts');
    return createCupsQueue(port.name, { socketPath });
  }
  const { systemQueue } = await import('../../devices/document-printer/system-queue.ts');
  return systemQueue(port.name);
}

/** A line of bytes that comes back after each unplugging, with its recorder between port and driver. */
async function openLine(
  { id, port }: DeviceDeclaration,
  context: DeviceContext,
  anonymise?: Anonymise,
): Promise<{ line: Line; recorder: NonNullable<OpenedDevice['recorder']> }> {
  const { carriesBytes, openChannel } = await import('../../devices/channel/open.ts');
  const { keepOpen } = await import('../../devices/channel/keep-open.ts');
  const { createRecorder } = await import('../../devices/channel/recorder.ts');
  const { blank } = await import('../../devices/channel/recording.ts');
  const { clock, timers } = context;
  if (!carriesBytes(port)) throw new Error(`${id}: ${port.type} carries no bytes`);
  const recorder: Recorder = createRecorder(openChannel(port), {
    anonymise: anonymise ?? blank,
    clock,
    timers,
  });
  return { line: keepOpen(recorder.open, context), recorder };
}
