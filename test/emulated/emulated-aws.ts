import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { pythonTool } from '../python/tools';
import type { Described, Item } from './world';

/** moto's only account. */
export const account = '123456789012';
/** Any that CDK and moto know; not moto's default, so that nothing works by chance. */
export const region = 'eu-west-1';

/** An empty AWS account on loopback. */
export interface EmulatedAws {
  /** What a client needs in its environment in order to use this account, and no other. */
  readonly environment: Readonly<Record<string, string>>;
  /** The server's process. */
  readonly pid: number | undefined;
  /** All there is, by the type's name in CloudFormation, as the services' APIs describe it. */
  describe(): Promise<Described>;
  /** Creates a stack of each template, without the CDK; how each ended, and why. */
  createStacks(templates: readonly Item[]): Promise<readonly StackResult[]>;
  stop(): Promise<void>;
}

/** How a stack ended. */
export interface StackResult {
  readonly status: string;
  readonly reasons: readonly string[];
}

/** Starts a new one; `record` is the file that gets a JSON line for each resource that CloudFormation creates. */
export async function startEmulatedAws(record: string): Promise<EmulatedAws> {
  const python = await pythonTool('python');
  // it ends when its standard input does, however this process ends
  const server = spawn(python, [script('server.py'), record], { stdio: ['pipe', 'pipe', 'pipe'], env: pythonVariables(python) });
  const errors: Buffer[] = [];
  server.stderr.on('data', (chunk) => errors.push(chunk));
  const port = await firstLine(server).catch((error: Error) => {
    throw new Error(`the emulated AWS did not start: ${error.message}\n${Buffer.concat(errors)}`);
  });
  const environment = environmentFor(`http://localhost:${port}`);
  const env = { ...pythonVariables(python), ...environment };
  return {
    ...{ environment, pid: server.pid },
    describe: async () => (await answerOf(python, [script('describe.py')], env)) as Described,
    createStacks: async (templates) =>
      (await answerOf(python, [script('create_stacks.py'), JSON.stringify(templates)], env)) as StackResult[],
    stop: () => stop(server),
  };
}

const script = (name: string): string => join(__dirname, 'aws', name);

/** Keeps what Python compiles out of the repository, and where the next run finds it. */
const pythonVariables = (python: string) => ({ PYTHONPYCACHEPREFIX: join(dirname(python), '..', 'pycache') });

const environmentFor = (url: string): Record<string, string> => ({
  // where the host is an address, moto doesn't find the bucket that a template is in
  AWS_ENDPOINT_URL: url,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'emulated',
  AWS_SECRET_ACCESS_KEY: 'emulated',
  // nothing of the user's
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});

async function firstLine(server: ChildProcess): Promise<string> {
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
  const ended = once(server, 'exit').then(([status]) => {
    throw new Error(`it ended with status ${status}`);
  });
  return Promise.race([once(lines, 'line').then(([line]) => line as string), ended]);
}

/** What a Python program prints, as JSON. */
async function answerOf(python: string, command: readonly string[], env: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(python, command, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.stdin?.end();
  await exit;
}
