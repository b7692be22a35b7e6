import type { TestProject } from 'vitest/node';
import { deployExample } from './deployment';
import { onlyRecordedText } from './only-recorded';
import type { World } from './world';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly world: World;
  }
}

/** Deploys the example before the suites run, and gives them what is there then. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('world', await deployExample(print));
  print(onlyRecordedText());
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
