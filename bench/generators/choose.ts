import { readFileSync } from 'node:fs';
import { programVersion } from '../programs/program';
import type { Scene } from '../scene';
import type { Generator } from './generator';
import { NodeGenerator } from './node-generator';
import { Wrk } from './wrk';

/** The generator that disturbs least of those on this machine; the same for every contender and both measurements. */
export async function chooseGenerator({ folder, trustedCa }: Scene): Promise<Generator> {
  const wrk = await programVersion('wrk', ['-v']);
  return wrk === undefined ? new NodeGenerator(readFileSync(trustedCa, 'utf8')) : new Wrk(folder);
}
