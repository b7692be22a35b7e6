import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../lib/verify/report/report';
import { UnusableInput } from '../../lib/verify/unusable-input';
import { verify } from '../../lib/verify/verify';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { type TemplateInMemory, verifyTemplates } from '../../lib/verify/verify-templates';
import { put, scratchFolder } from '../runtime/scratch';
import { of, openGroup, type Resources, ref, roomNat, roomRoute, sealed } from './cloudformation/network/airlock';
import { instancesTwoNetworks } from './mutations/google/instances-two-networks';
import { changed } from './mutations/google/judged';
import { everything, everywhere } from './mutations/google/rooms';
import { Site } from './mutations/google/site';
import { all, egress, wayOut } from './mutations/google/ways';

const folder = scratchFolder();
const write = (name: string, Resources: Resources) =>
  put(folder, `${name}.template.json`, JSON.stringify({ Resources }, undefined, 1));

const leak: Resources = { ...openGroup, ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) };
const proven = write('Proven', sealed);
const refuted = write('Refuted', { ...sealed, ...leak });
const roles = { agents: [{ id: 'Agent' }], proxies: [{ id: 'Proxy', ports: [3128] }] };
const judged = (...paths: string[]): Report => verify({ paths, ...roles });

/** The resources with roles in their metadata, as the constructs write them. */
function marked(resources: Resources): Resources {
  const mark = (name: string, metadata: object) => ({ ...(resources[name] as object), Metadata: { 'agent-airlock': metadata } });
  return {
    ...resources,
    Agent: mark('Agent', { role: 'agent' }),
    Proxy: mark('Proxy', { role: 'proxy', ports: [3128] }),
  } as Resources;
}

describe('a report', () => {
  test('is equal byte for byte in two runs, and whatever the order of resources', () => {
    const reversed = write('Refuted-reversed', Object.fromEntries(Object.entries({ ...sealed, ...leak }).reverse()));
    const text = (path: string, name: string) => {
      const { inputs: _, ...rest } = judged(path);
      return JSON.stringify(rest)
        .replaceAll(name, 'NAME')
        .replace(/"line":\d+/g, '');
    };
    expect(JSON.stringify(judged(refuted))).toBe(JSON.stringify(judged(refuted)));
    expect(text(reversed, 'Refuted-reversed')).toBe(text(refuted, 'Refuted'));
  });

  test('lists each input once, sorted, with its hash', () => {
    const both = verify({
      paths: [refuted, proven, refuted],
      agents: [{ id: 'Proven/Agent' }, { id: 'Refuted/Agent' }],
      proxies: [{ id: 'Proven/Proxy' }, { id: 'Refuted/Proxy' }],
    });
    expect(both.inputs.map(({ path }) => path)).toEqual([proven, refuted]);
    expect(both.agents).toEqual([
      { id: 'Proven/Agent', verdict: 'proven' },
      { id: 'Refuted/Agent', verdict: 'refuted' },
    ]);
    expect(both.verdict).toBe('refuted');
  });

  test('has the line of each step, from 1', () => {
    const [finding] = judged(refuted).findings;
    expect(finding?.path.length).toBeGreaterThan(1);
    for (const { line } of finding?.path ?? []) expect(line).toBeGreaterThan(1);
  });
});

describe('an input is unusable', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['if there is none', () => judged(), /^no input: /],
    ['if it is not there', () => judged(join(folder, 'missing.json')), /missing\.json can't be read: there is no such file/],
    ['if two templates have the agent', () => judged(proven, refuted), /'Agent' is in several stacks: name one of /],
    ['without agents', () => verify({ paths: [proven], proxies: roles.proxies }), /^no agent found/],
    ['without proxies', () => verify({ paths: [proven], agents: roles.agents }), /^no proxy found/],
    ['in memory, without agents', () => verifyTemplates([{ stack: 'Main', body: { Resources: sealed } }], {}), /^no agent found/],
    ['in memory, without templates', () => verifyTemplates([], {}), /give a template/],
  ])('%s', (_, judge, message) => {
    expect(judge).toThrow(UnusableInput);
    expect(judge).toThrow(message);
  });
});

describe('templates in memory', () => {
  const inMemory = (resources: Resources, more: Partial<TemplateInMemory> = {}) =>
    verifyTemplates([{ stack: 'Main', body: { Resources: marked(resources) }, ...more }], {});

  test.each([
    ['proven', sealed],
    ['refuted', { ...sealed, ...leak }],
  ])('are %s as on disk', (verdict, resources) => {
    const path = write('Main', marked(resources));
    const { findings, exits } = verify({ paths: [path] });
    const withoutFiles = (text: unknown) =>
      JSON.stringify(text)
        .replace(/"file":"[^"]*"/g, '')
        .replace(/"line":\d+/g, '');
    expect(inMemory(resources).verdict).toBe(verdict);
    expect(withoutFiles([inMemory(resources).findings, inMemory(resources).exits])).toBe(withoutFiles([findings, exits]));
  });

  test('may be nested', () => {
    const { RoomRoute, ...rest } = { ...sealed, ...leak };
    const parameters = { Table: ref('RoomTable'), Nat: ref('RoomNat') };
    const outer = { ...rest, Inner: of('CloudFormation::Stack', { TemplateURL: 'inner', Parameters: parameters }) };
    const route = of('EC2::Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') });
    const body = { Parameters: { Table: { Type: 'String' }, Nat: { Type: 'String' } }, Resources: { RoomRoute: route } };
    const { findings, inputs } = inMemory(outer, { nested: { Inner: { stack: 'Inner', body } } });
    expect(RoomRoute).toBeDefined();
    expect(findings.map(({ rule }) => rule)).toEqual(['AIRLOCK-NET-001']);
    expect(findings[0]?.path.map(({ resource, line }) => [resource, line !== null])).toContainEqual([
      'Main/Inner/RoomRoute',
      true,
    ]);
    expect(inputs.map(({ path }) => path)).toEqual(['Main.template.json', 'Main/Inner.template.json']);
  });
});

describe('configurations in memory', () => {
  /** The sealed site, with roles as the constructs write them. */
  function configuration(change: (site: Site) => unknown = () => undefined): object {
    const site = changed(instancesTwoNetworks, change);
    site.set(site.names.agent, { '//': { 'agent-airlock': { role: 'agent' } } });
    site.set(site.names.proxy, { '//': { 'agent-airlock': { role: 'proxy', ports: [site.fixture.port] } } });
    return site.document();
  }
  const inMemory = (...bodies: readonly object[]) =>
    verifyConfigurations(
      bodies.map((body, index) => ({ stack: `Stack${index}`, body })),
      {},
    );

  test.each([
    ['proven', configuration()],
    ['refuted', configuration(all(wayOut, egress({ destination_ranges: everywhere, allow: everything })))],
    ['unknown', configuration(all(wayOut, (site) => site.set(site.names.allow, { destination_ranges: [site.toldLater()] })))],
  ])('are %s as on disk', (verdict, body) => {
    const path = put(folder, `${verdict}.tf.json`, JSON.stringify(body, undefined, 2));
    const { findings, exits } = verify({ paths: [path] });
    const found = inMemory(body);
    expect(found.verdict).toBe(verdict);
    expect(JSON.stringify([found.findings, found.exits])).toBe(
      JSON.stringify([findings, exits]).replaceAll(path, 'stacks/Stack0/cdk.tf.json'),
    );
  });

  test('are counted each, also where one has nothing to do with another', () => {
    const counted = (report: Report) => report.coverage.modelled.map(({ count }) => count);
    const once = counted(inMemory(configuration()));
    expect(counted(inMemory(configuration(), configuration()))).toEqual(once.map((count) => 2 * count));
  });

  test('may be empty beside others', () => {
    expect(inMemory(configuration(), { '//': { metadata: {} } }).verdict).toBe('proven');
  });

  test.each<[string, () => unknown, RegExp]>([
    ['without agents', () => inMemory(new Site(instancesTwoNetworks).document()), /^no agent found/],
    ['without anything', () => inMemory(), /give a template/],
    ['of another kind', () => inMemory({ Resources: {} }), /Stack0.cdk\.tf\.json isn't Terraform configuration/],
  ])('are unusable %s', (_, judge, message) => {
    expect(judge).toThrow(UnusableInput);
    expect(judge).toThrow(message);
  });
});
