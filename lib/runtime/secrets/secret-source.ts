import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileProblem } from '../../policy/file-problem';

/** Where a secret comes from. */
export type SecretSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'environment'; readonly variable: string };

/** A source and the name that the policy has for the secret. */
export interface NamedSource {
  readonly name: string;
  readonly source: SecretSource;
}

/** Reads `NAME=file:PATH` or `NAME=env:VARIABLE`, the value of `--secret`; undefined if it is neither. */
export function parseNamedSource(text: string): NamedSource | undefined {
  const [, name, kind, place] = /^([a-z][a-z0-9-]{0,62})=(file|env):(.+)$/s.exec(text) ?? [];
  if (!name || !place) return undefined;
  return { name, source: kind === 'file' ? { kind: 'file', path: resolve(place) } : { kind: 'environment', variable: place } };
}

/** How messages name a source. */
export const placeOf = (source: SecretSource): string =>
  source.kind === 'file' ? source.path : `environment variable ${source.variable}`;

/** The text of a source as it is, 64 KiB at most; throws an Error that says why not. */
export async function readSource(source: SecretSource, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (source.kind === 'file') return readFile(source.path);
  const value = environment[source.variable];
  if (value === undefined) throw new Error('it is not set');
  return value;
}

/** The secret in a source's text, without line ends after it; throws an Error if it could not stand in a header. */
export function secretIn(text: string): string {
  const secret = text.replace(/[\r\n]+$/, '');
  if (secret === '') throw new Error('it is empty');
  if (secret.trim() === '') throw new Error('it is only spaces');
  if (!/^[\x20-\x7e]+$/.test(secret)) throw new Error('it must be one line of printable ASCII');
  return secret;
}

const mostBytes = 65_536;

async function readFile(path: string): Promise<string> {
  // opening a pipe that nobody writes to would otherwise wait for ever
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(unreadable);
  try {
    if (!(await file.stat()).isFile()) throw new Error('it is not a regular file');
    return await readBounded(file);
  } finally {
    await file.close();
  }
}

async function readBounded(file: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(mostBytes + 1);
  for (let length = 0; length <= mostBytes; ) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return buffer.toString('utf8', 0, length);
    length += bytesRead;
  }
  throw new Error('it is larger than 64 KiB');
}

function unreadable(error: NodeJS.ErrnoException): never {
  throw new Error(explanations[error.code ?? ''] ?? fileProblem(error));
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
};
