import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worldsOf } from '../../../lib/verify/cloudformation/evaluate/worlds';
import { extract } from '../../../lib/verify/cloudformation/extract';
import { loadTemplates } from '../../../lib/verify/cloudformation/load/load';
import { isInertType } from '../../../lib/verify/cloudformation/resource-types';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import { reach } from '../../../lib/verify/reachability/reach';
import { allRules } from '../../../lib/verify/rules/all-rules';

const root = resolve(__dirname, '../../..');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What an app of this repository synthesizes, in every world. */
function modelsOf(app: string): NetworkModel[] {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-example-'));
  folders.push(folder);
  const env = { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' };
  execFileSync(process.execPath, ['--import', 'tsx', join(root, app)], { cwd: root, env });
  const worlds = [...worldsOf(loadTemplates([folder]), { inert: isInertType })];
  return worlds.map((world) => extract(world, { agents: [], proxies: [] }));
}

const found = (model: NetworkModel) => allRules.flatMap((rule) => rule.judge({ model, ...reach(model) }));

describe('the sealed example', () => {
  let models: NetworkModel[];
  beforeAll(() => {
    models = modelsOf('bin/app.ts');
  });

  test('says by itself who the agent and the proxy are', () => {
    for (const { agents, proxies } of models) {
      expect(agents.map(({ members }) => members.length)).toEqual([1]);
      expect(proxies.map(({ ports }) => String(ports))).toEqual(['3128, 8080']);
    }
  });

  test('lets the agent reach the proxy and confined endpoints, and nothing else', () => {
    for (const model of models) {
      const [arrivals = []] = [...reach(model).arrivals.values()];
      expect([...new Set(arrivals.map(({ kind }) => kind))].sort()).toEqual(['confined', 'proxy']);
    }
  });

  test('is understood as a whole, and breaks no rule', () => {
    for (const model of models) {
      expect(model.coverage.unmodelled).toEqual([]);
      expect(model.identities).toEqual([]);
      expect(found(model)).toEqual([]);
    }
  });
});

describe('the leaky example', () => {
  test('is refuted for its three mistakes, each naming what allows it', () => {
    for (const model of modelsOf('examples/aws-leaky/app.ts')) {
      const findings = found(model);
      expect(findings.map(({ rule, verdict }) => [rule, verdict])).toEqual([
        ['AIRLOCK-NET-001', 'refuted'],
        ['AIRLOCK-ENDPOINT-001', 'refuted'],
        ['AIRLOCK-IAM-001', 'refuted'],
      ]);
      expect(findings[2]?.path.map(({ resource }) => resource)).toEqual([expect.stringContaining('AgentRoleDefaultPolicy')]);
    }
  });
});
