/**
 * A changing value that any number of readers follow: each reader gets the present value at once and then the
 * newest one, however slowly it reads. Nothing is queued, so a stalled reader costs nothing.
 */
export class Latest<T> {
  private value: T;
  private version = 0;
  private readonly wakers = new Set<() => void>();

  constructor(value: T) {
    this.value = value;
  }

  get(): T {
    return this.value;
  }

  set(value: T): void {
    this.value = value;
    this.version += 1;
    for (const wake of this.wakers) wake();
  }

  async *follow(signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
    let seen = -1;
    while (!signal?.aborted) {
      if (seen !== this.version) {
        seen = this.version;
        yield this.value;
        continue;
      }
      await this.changed(signal);
    }
  }

  private changed(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.wakers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.wakers.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
