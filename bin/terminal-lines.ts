import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

const mostWaitingBytes = 1_048_576;

/**
 * Lines for a reader that may be slow, or gone: what it doesn't take waits, up to 1 MiB, and then lines are dropped and counted.
 * Writing never blocks, as Node's pipes don't.
 */
export class TerminalLines {
  private dropped = 0;

  constructor(private readonly stream: Writable) {
    // a reader that has gone is no reason to stop serving
    stream.on('error', () => {});
    stream.on('drain', () => this.tellDropped());
  }

  write(line: string): void {
    if (this.stream.writableLength > mostWaitingBytes) this.dropped += 1;
    else this.stream.write(`${line}\n`);
  }

  /** Gives a slow reader up to `ms` milliseconds to take what waits. */
  async flush(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (this.stream.writableLength > 0 && !this.stream.destroyed && Date.now() < until) await pause(20);
  }

  private tellDropped(): void {
    if (this.dropped === 0) return;
    this.stream.write(`${this.dropped} lines were dropped: they were not read fast enough\n`);
    this.dropped = 0;
  }
}
