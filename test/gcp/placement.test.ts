import { GoogleProvider, type GoogleProviderConfig } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { placementOf } from '../../lib/gcp/placement';
import { resolved } from './fixture';

const acme = { project: 'acme', region: 'europe-west1' };
const stack = () => new TerraformStack(new App(), 'Test');

function provided(config: GoogleProviderConfig): TerraformStack {
  const made = stack();
  new GoogleProvider(made, 'Google', config);
  return made;
}

test('resources are made where the provider of the stack says', () => {
  expect(placementOf(provided(acme))).toEqual(acme);
});

test('also those of a construct deep inside', () => {
  expect(placementOf(new Construct(new Construct(provided(acme), 'Part'), 'Inner'))).toEqual(acme);
});

test.each(['northamerica-northeast1', 'europe-west12', 'me-central2', 'u-france-east1'])('in the region %s', (region) => {
  expect(placementOf(provided({ ...acme, region })).region).toBe(region);
});

test('where variables say, as these are known to Terraform alone', () => {
  const made = stack();
  const [project, region] = ['project', 'region'].map(
    (name) => new TerraformVariable(made, name, { type: 'string' }).stringValue,
  );
  new GoogleProvider(made, 'Google', { project, region });
  expect(resolved(made, placementOf(made))).toEqual({ project: '$'.concat('{var.project}'), region: '$'.concat('{var.region}') });
});

test('and not where a provider with an alias says', () => {
  const made = stack();
  new GoogleProvider(made, 'Other', { project: 'other', region: 'us-east1', alias: 'other' });
  new GoogleProvider(made, 'Google', acme);
  expect(placementOf(made)).toEqual(acme);
});

test('nor where that of a stack inside, or around, says', () => {
  const [outer, other] = [stack(), { project: 'other', region: 'us-east1' }];
  const inner = new TerraformStack(outer, 'Inner');
  new GoogleProvider(inner, 'Google', other);
  expect(() => placementOf(outer)).toThrow("stack 'Test' must have a GoogleProvider without an alias");
  new GoogleProvider(outer, 'Google', acme);
  expect([placementOf(outer), placementOf(inner)]).toEqual([acme, other]);
});

describe('what does not say where is refused', () => {
  test.each([
    ['no project', { region: 'europe-west1' }, "got project undefined, region 'europe-west1'"],
    ['an empty project', { ...acme, project: '' }, "got project '', region 'europe-west1'"],
    ['no region', { project: 'acme' }, "got project 'acme', region undefined"],
    ['a zone', { ...acme, region: 'europe-west1-b' }, "region 'europe-west1-b'"],
    ['a region with a capital', { ...acme, region: 'Europe-West1' }, "region 'Europe-West1'"],
    ['a multi-region', { ...acme, region: 'eu' }, "region 'eu'"],
    ['a region that is a template', { ...acme, region: '$'.concat('{local.x}') }, 'region '],
  ])('a provider with %s', (_, config, got) => {
    expect(() => placementOf(provided(config))).toThrow(/^GoogleProvider 'Test\/Google' must name a project and a region/);
    expect(() => placementOf(provided(config))).toThrow(got);
  });

  test('a stack whose provider comes later, or has an alias', () => {
    const message =
      "stack 'Test' must have a GoogleProvider without an alias, with project and region, before 'Test/Part', got none";
    expect(() => placementOf(new Construct(stack(), 'Part'))).toThrow(message);
    expect(() => placementOf(new Construct(provided({ ...acme, alias: 'a' }), 'Part'))).toThrow(message);
  });
});
