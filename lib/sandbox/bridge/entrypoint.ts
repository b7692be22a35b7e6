import { places } from '../places';
import { type Door, variableDoors } from './door';
import { socatScript } from './socat-script';

/** What carries bytes in a sandbox: Node with the bridge's one file, or socat for images without Node. */
export type Carrier = 'node' | 'socat';

/**
 * The words that come before those of the command that a sandbox is for. They end with the command's status, or with 3 and one line before
 * it starts, if a port or a socket can't be had or nothing reaps: they may not be the first process of a container, so start it with
 * `docker run --init`, `init: true` in compose, or `reaping`. Throws an Error for a door that socat can't make.
 */
export function entrypoint(carrier: Carrier, doors: readonly Door[] = variableDoors): readonly string[] {
  if (carrier === 'socat') return ['sh', '-c', socatScript(doors), 'bridge'];
  return ['node', places.bridge, ...forwards(doors), '--'];
}

/** What the bridge's file is told about its doors; `--` and the command follow. */
export const forwards = (doors: readonly Door[]): readonly string[] =>
  doors.flatMap(({ address, port, socket }) => ['--forward', `${bracketed(address)}:${port}=${socket}`]);

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
