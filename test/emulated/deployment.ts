import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CdkCli } from './cdk-cli';
import { account, region, startEmulatedAws } from './emulated-aws';
import type { Recorded, World } from './world';

const stack = 'AgentAirlock';

/** What an image's owner would give; nothing is pulled. */
export const parameters = {
  ProxyRepository: 'airlock/envoy',
  ProxyDigest: `sha256:${'a'.repeat(64)}`,
  AgentRepository: 'airlock/claude',
  AgentDigest: `sha256:${'b'.repeat(64)}`,
} as const;

/** Bootstraps and deploys the example, once, into an empty emulated account, and describes what is there then. Leaves nothing running. */
export async function deployExample(progress: (line: string) => void): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-emulated-'));
  const record = join(folder, 'record.jsonl');
  progress('starting the emulated AWS');
  const aws = await startEmulatedAws(record);
  const cdk = new CdkCli(aws.environment);
  try {
    await cdk.run('bootstrap', `aws://${account}/${region}`);
    await cdk.run('deploy', stack, '--require-approval', 'never', ...parameterOptions());
    progress('describing what is there');
    const { Resources: resources } = JSON.parse(readFileSync(join(cdk.output, `${stack}.template.json`), 'utf8'));
    return { account, region, stack, parameters, resources, recorded: linesOf(record), described: await aws.describe() };
  } finally {
    await aws.stop();
    cdk.remove();
    rmSync(folder, { recursive: true });
  }
}

const parameterOptions = (): string[] =>
  Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `${name}=${value}`]);

const linesOf = (file: string): Recorded[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Recorded);
