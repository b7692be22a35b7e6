import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { afterAll, expect, test } from 'vitest';
import { treeConfigurations } from '../../lib/gcp/tree-configurations';
import type { ConfigurationInMemory } from '../../lib/verify/verify-configurations';

const output = mkdtempSync(join(tmpdir(), 'agent-airlock-test-'));
afterAll(() => rmSync(output, { recursive: true }));
let count = 0;

/** Takes the configurations as an airlock does: while the app is validated. */
class Probe extends Construct {
  configurations: ConfigurationInMemory[] = [];

  constructor(scope: Construct) {
    super(scope, 'Probe');
    this.node.addValidation({
      validate: () => {
        this.configurations = treeConfigurations(this);
        return [];
      },
    });
  }
}

/** What a probe takes, and what synthesis writes, by stack. */
function synthesized(build: (app: App) => Construct) {
  count += 1;
  const outdir = join(output, `${count}`);
  const app = new App({ outdir });
  const probe = new Probe(build(app));
  app.synth();
  return probe.configurations.map(({ stack, body }) => ({
    ...{ stack, body: JSON.parse(JSON.stringify(body)) },
    written: JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')),
  }));
}

function stackOf(scope: Construct, id: string): TerraformStack {
  const stack = new TerraformStack(scope, id);
  new GoogleProvider(stack, 'Google', { project: 'own-project', region: 'europe-west1' });
  return stack;
}

const network = (scope: Construct) =>
  new ComputeNetwork(scope, 'Network', { name: 'network', autoCreateSubnetworks: false, deleteDefaultRoutesOnCreate: true });
const subnetwork = (scope: Construct, { id }: ComputeNetwork) =>
  new ComputeSubnetwork(scope, 'Subnetwork', { name: 'subnetwork', ipCidrRange: '10.0.0.0/24', network: id });

test('a configuration is what synthesis writes', () => {
  const [{ stack, body, written } = { stack: '', body: {}, written: {} }, ...others] = synthesized((app) => {
    const main = stackOf(app, 'Main');
    subnetwork(main, network(main));
    return main;
  });
  expect([stack, others]).toEqual(['Main', []]);
  expect(Object.keys(body.resource)).toEqual(['google_compute_network', 'google_compute_subnetwork']);
  expect(body).toEqual(written);
});

test('what one stack takes from another is read from its state, as it will be written', () => {
  const all = synthesized((app) => {
    const [one, other] = [stackOf(app, 'One'), stackOf(app, 'Other')];
    subnetwork(other, network(one));
    return one;
  });
  expect(all.map(({ stack }) => stack)).toEqual(['One', 'Other']);
  for (const { body, written } of all) expect(body).toEqual(written);
  expect(all[1]?.body.data).toHaveProperty('terraform_remote_state');
});

test('a stack inside another is one of its own', () => {
  const all = synthesized((app) => {
    const outer = stackOf(app, 'Outer');
    network(stackOf(outer, 'Inner'));
    return outer;
  });
  expect(all.map(({ stack, body }) => [stack, Object.keys(body.resource ?? {})])).toEqual([
    ['Outer', []],
    ['Inner', ['google_compute_network']],
  ]);
});
