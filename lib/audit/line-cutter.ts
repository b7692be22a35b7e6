const lineFeed = 0x0a;

export interface LineCutterProps {
  /** What a line holds beyond this many bytes is dropped. @default 1 MiB */
  readonly mostBytes?: number;
}

/** Cuts bytes into lines at line feeds alone; Node's readline also cuts at U+2028 and U+2029, which JSON doesn't escape. */
export class LineCutter {
  private readonly mostBytes: number;
  private parts: Uint8Array[] = [];
  private size = 0;

  constructor({ mostBytes = 1_048_576 }: LineCutterProps = {}) {
    this.mostBytes = mostBytes;
  }

  /** The lines that end in these bytes. */
  push(bytes: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      this.keep(bytes.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    this.keep(bytes.subarray(start));
    return lines;
  }

  /** The last line, if no line feed ended it. */
  end(): string[] {
    return this.size > 0 ? [this.take()] : [];
  }

  private keep(bytes: Uint8Array): void {
    const room = bytes.subarray(0, this.mostBytes - this.size);
    if (room.length === 0) return;
    this.parts.push(room);
    this.size += room.length;
  }

  private take(): string {
    const [first = Buffer.alloc(0), ...others] = this.parts;
    const line = Buffer.from(others.length > 0 ? Buffer.concat(this.parts) : first).toString('utf8');
    this.parts = [];
    this.size = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
