// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { Reference, Unresolved } from '../../../../lib/verify/world/value';
import { configured } from './worlds-of';

describe('a module', () => {
  const child = {
    files: [
      {
        file: 'net/main.tf.json',
        document: {
          variable: { name: {} },
          resource: { google_compute_network: { n: { name: '${var.name}' } } },
          output: { id: { value: '${google_compute_network.n.id}' } },
        },
      },
    ],
    modules: new Map(),
  };
  const rootOf = (document: object) => ({
    kind: 'configuration' as const,
    name: 'root',
    source: { files: [{ file: 'main.tf.json', document: document as never }], modules: new Map([['./net', child]]) },
  });

  test('is expanded with what its call gives', () => {
    const [world] = worldsOf([
      rootOf({
        module: { net: { source: './net', name: 'agents' } },
        resource: { google_x: { x: { network: '${module.net.id}' } } },
      }),
    ]);
    expect(world?.resources.get('module.net.google_compute_network.n')?.properties).toEqual({ name: 'agents' });
    expect(world?.resources.get('google_x.x')?.properties).toEqual({
      network: new Reference('module.net.google_compute_network.n'),
    });
  });

  test('is expanded once for each key', () => {
    const [world] = worldsOf([
      rootOf({
        module: { net: { source: './net', for_each: { a: 'x' }, name: '${each.value}' } },
        resource: { google_x: { x: { network: '${module.net["a"].id}' } } },
      }),
    ]);
    expect(world?.resources.get('module.net["a"].google_compute_network.n')?.properties).toEqual({ name: 'x' });
    expect(world?.resources.get('google_x.x')?.properties).toEqual({
      network: new Reference('module.net["a"].google_compute_network.n'),
    });
  });

  test('that is not there leaves a doubt that names it', () => {
    const [world] = worldsOf([
      rootOf({
        module: { far: { source: 'terraform-google-modules/network/google' } },
        resource: { google_x: { x: { network: '${module.far.id}' } } },
      }),
    ]);
    expect(world?.doubts.map(({ reason }) => reason)).toEqual([
      "module.far comes from 'terraform-google-modules/network/google', which isn't in the inputs: give terraform show -json's output",
    ]);
    expect(world?.resources.get('google_x.x')?.properties.network).toBeInstanceOf(Unresolved);
  });
});

test('stacks that read each other are one system', () => {
  const state = (name: string) => ({ backend: { local: { path: `/states/${name}.tfstate` } } });
  const network = {
    terraform: state('network'),
    resource: { google_compute_network: { n: {} } },
    output: { id: { value: '${google_compute_network.n.id}' } },
  };
  const agents = {
    terraform: state('agents'),
    data: { terraform_remote_state: { net: { backend: 'local', config: { path: '/states/network.tfstate' } } } },
    resource: { google_x: { x: { network: '${data.terraform_remote_state.net.outputs.id}' } } },
  };
  const other = { terraform: state('other'), resource: { google_compute_network: { n: {} } } };
  const worlds = worldsOf([configured(network, 'network'), configured(agents, 'agents'), configured(other, 'other')]);
  expect(worlds.map(({ resources }) => [...resources.keys()])).toEqual([
    ['network/google_compute_network.n', 'agents/google_x.x'],
    ['other/google_compute_network.n'],
  ]);
  expect(worlds[0]?.resources.get('agents/google_x.x')?.properties).toEqual({
    network: new Reference('network/google_compute_network.n'),
  });
});
