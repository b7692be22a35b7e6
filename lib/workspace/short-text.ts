import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const mostBytes = 1_048_576;

/** Text of a file that is short by its nature, such as a configuration; nothing if it can't be read, is a link or too long to be one. */
export function shortText(file: string): string | undefined {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(descriptor).isFile() ? readShort(descriptor) : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function readShort(descriptor: number): string | undefined {
  const buffer = Buffer.alloc(mostBytes);
  const length = readSync(descriptor, buffer);
  return length === mostBytes ? undefined : buffer.toString('utf8', 0, length);
}
