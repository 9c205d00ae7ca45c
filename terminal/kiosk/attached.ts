/** Something that looks for cards or codes while it is armed. */
interface Armable {
  disarm(): void;
}

/** Holds on to whichever device of a class works now: listens to it, and arms it while it is wanted. */
export interface Attached {
  want(wanted: boolean): void;
  /** The device may have come, gone or been replaced. True: there is one now and there was none before. */
  refresh(): boolean;
  stop(): void;
}

export function attach<D extends Armable>(
  find: () => D | null,
  listen: (device: D) => () => void,
  arm: (device: D) => void,
): Attached {
  let device: D | null = null;
  let stopListening = () => {};
  let wanted = false;

  function use(next: D | null): void {
    if (next === device) return;
    stopListening();
    stopListening = () => {};
    if (wanted) device?.disarm();
    device = next;
    if (device === null) return;
    stopListening = listen(device);
    if (wanted) arm(device);
  }

  use(find());
  return {
    want(now) {
      if (now === wanted) return;
      wanted = now;
      if (device === null) return;
      if (wanted) arm(device);
      else device.disarm();
    },
    refresh() {
      const had = device !== null;
      use(find());
      return !had && device !== null;
    },
    stop() {
      use(null);
    },
  };
}
