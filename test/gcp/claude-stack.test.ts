import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { ClaudeStack } from '../../examples/gcp-cloud-run-claude/stack';
import { LeakyStack } from '../../examples/gcp-leaky/stack';
import { verify } from '../../lib/verify/verify';
import { scratchFolder } from '../runtime/scratch';
import { configurationOf, problemsOf } from './fixture';

const folder = scratchFolder();
const examples = resolve(__dirname, '..', '..', 'examples');

describe('the example', () => {
  const { variable, output, terraform } = configurationOf(new ClaudeStack(new App(), 'agent-airlock'));

  test('has the policy of the one on AWS, byte for byte', () => {
    const [ours, theirs] = ['gcp-cloud-run-claude', 'aws-fargate-claude'].map((name) =>
      readFileSync(join(examples, name, 'airlock.yaml')),
    );
    expect(ours).toEqual(theirs);
  });

  test('asks for a project, a region and two images, and guesses none', () => {
    expect(Object.keys(variable).sort()).toEqual(['agent_image', 'project', 'proxy_image', 'region']);
    expect(Object.values<object>(variable).filter((asked) => 'default' in asked)).toEqual([]);
  });

  test('prints the commands that set the key and run the agent', () => {
    const printed = Object.values(output).map((each) => JSON.stringify(each));
    expect(printed.filter((text) => text.includes('gcloud secrets versions add'))).toHaveLength(1);
    expect(printed.filter((text) => text.includes('gcloud run jobs execute'))).toHaveLength(1);
  });

  test('keeps its state where it is applied, and not where it was synthesized', () => {
    expect(terraform.backend).toEqual({ local: { path: 'terraform.tfstate' } });
  });

  test('is the same whenever and wherever it is synthesized', () => {
    const texts = ['one', 'two'].map((name) => synthesized(name, (app) => new ClaudeStack(app, 'agent-airlock')));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toContain(resolve(__dirname, '..', '..'));
  });
});

describe('the leaky twin', () => {
  test('is refused by the constructs', () => {
    const problems = problemsOf(new LeakyStack(new App(), 'leaky')).join('\n');
    for (const rule of ['AIRLOCK-NET-001', 'AIRLOCK-ENDPOINT-001', 'AIRLOCK-IAM-001']) expect(problems).toContain(rule);
  });

  test('is refuted for each of its three mistakes, with the resource that made it', () => {
    synthesized('leaky', (app) => new LeakyStack(app, 'leaky'), true);
    const { verdict, findings } = verify({ paths: [join(folder, 'leaky', 'stacks', 'leaky', 'cdk.tf.json')] });
    expect(verdict).toBe('refuted');
    const blamed = (rule: string) => findings.find((finding) => finding.rule === rule)?.path.map(({ resource }) => resource);
    expect(blamed('AIRLOCK-NET-001')).toContain('google_compute_firewall.NpmInstall');
    expect(blamed('AIRLOCK-ENDPOINT-001')).toContainEqual(expect.stringContaining('agent-default_Subnetwork'));
    expect(blamed('AIRLOCK-IAM-001')).toEqual(['google_project_iam_member.Settings']);
    expect(findings.map(({ fix }) => fix).filter((fix) => /aws:|ARN|security group/.test(fix))).toEqual([]);
  });
});

function synthesized(
  name: string,
  build: (app: App) => { readonly node: { readonly id: string } },
  skipValidation = false,
): string {
  const app = new App({ outdir: join(folder, name), skipValidation });
  const { node } = build(app);
  app.synth();
  return readFileSync(join(folder, name, 'stacks', node.id, 'cdk.tf.json'), 'utf8');
}
