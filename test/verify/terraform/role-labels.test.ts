import { describe, expect, test } from 'vitest';
import { judgeAll } from '../../../lib/verify/judge';
import type { Report } from '../../../lib/verify/report/report';
import { reportOf } from '../../../lib/verify/report/report-of';
import type { LoadedTerraform } from '../../../lib/verify/terraform/load/loaded-terraform';
import { terraformSystems } from '../../../lib/verify/terraform/systems';
import { planOf } from '../mutations/google/as-plan';
import { instancesTwoNetworks } from '../mutations/google/instances-two-networks';
import { jobTwoNetworks } from '../mutations/google/job-two-networks';
import { changed } from '../mutations/google/judged';
import { everything, everywhere, tcp } from '../mutations/google/rooms';
import type { Site } from '../mutations/google/site';
import { all, egress, wayOut } from '../mutations/google/ways';
import { configured } from './evaluate/worlds-of';

const template = 'compute_region_instance_template.proxy';

/** The sealed system with labels instead of names, as a construct sets them. */
const labelled = (change: (site: Site) => unknown = () => undefined, fixture = instancesTwoNetworks) =>
  changed(fixture, (site) => {
    site.set(site.names.agent, { labels: { 'agent-airlock': 'agent' } });
    site.set(template, { labels: { 'agent-airlock': 'proxy' } });
    change(site);
  });

interface Names {
  readonly agents?: readonly string[];
  readonly proxies?: readonly string[];
}

function judgedInput(input: LoadedTerraform, { agents = [], proxies = [] }: Names = {}): Report {
  const roles = { agents: agents.map((id) => ({ id })), proxies: proxies.map((id) => ({ id })) };
  return reportOf(judgeAll(terraformSystems([input], roles)), [], {});
}
const judged = (site: Site, names?: Names): Report => judgedInput(configured(site.document()), names);

/** Three ports instead of one, at the door, the balancer and the proxies. */
const ports = (...numbers: number[]) =>
  all(
    (site) => site.set('compute_forwarding_rule.proxy', { ports: numbers.map(String) }),
    (site) => site.set(site.names.proxyIngress, { allow: tcp(...numbers) }),
    (site) => site.set(site.names.allow, { allow: tcp(...numbers) }),
  );
const mark = (role: object) => ({ '//': { 'agent-airlock': role } });
const opened = all(wayOut, egress({ destination_ranges: everywhere, allow: everything }));

describe.each([instancesTwoNetworks, jobTwoNetworks])('labels say who has a role in $name', (fixture) => {
  test.each([
    ['proven', () => undefined],
    ['refuted', opened],
  ])('%s', (verdict, change) => {
    const site = labelled(change, fixture);
    for (const report of [judged(site), judgedInput(planOf(site))]) {
      expect(report.agents.map(({ id }) => id)).toEqual([`google_${site.names.agent}`]);
      expect(report.verdict).toBe(verdict);
    }
  });
});

test('the labels of what a job starts count as its own', () => {
  const site = changed(jobTwoNetworks, (each) => {
    each.at(each.names.agent).template[0].labels = { 'agent-airlock': 'agent' };
    each.set(template, { labels: { 'agent-airlock': 'proxy' } });
  });
  expect(judged(site).verdict).toBe('proven');
});

describe('the ports of a proxy with a label', () => {
  const door = ({ exits }: Report) => exits.filter(({ kind }) => kind === 'proxy').flatMap((exit) => exit.ports);

  test('are those that a forwarding rule lists', () => {
    const report = judged(labelled(ports(3128, 8080)));
    expect(report.verdict).toBe('proven');
    expect(door(report)).toEqual([
      { from: 3128, to: 3128 },
      { from: 8080, to: 8080 },
    ]);
  });

  test.each([
    ['SSH, whatever a rule lists', ports(22, 3128)],
    ["Envoy's administration, whatever a rule lists", ports(3128, 9901)],
    [
      'a range of a rule',
      all(ports(3128, 8080), (site) => site.set('compute_forwarding_rule.proxy', { ports: undefined, port_range: '1-65535' })),
    ],
    [
      'all that a rule takes which lists none',
      all(ports(3128, 8080), (site) => site.set('compute_forwarding_rule.proxy', { ports: undefined, all_ports: true })),
    ],
  ])('are never %s', (_, change) => {
    expect(judged(labelled(change)).verdict).not.toBe('proven');
  });

  test('are those under "//" if it says them', () => {
    const stated = (number: number) =>
      labelled(all(ports(3128, 8080), (site) => site.set(site.names.proxy, mark({ role: 'proxy', ports: [3128, number] }))));
    expect(judged(stated(8080)).verdict).toBe('proven');
    expect(judged(stated(8081)).verdict).not.toBe('proven');
  });
});

describe('a label makes nothing less strict:', () => {
  const other = { name: 'other', zone: 'europe-west1-b', network_interface: [{ network: 'default' }] };

  test.each<[string, (site: Site) => unknown, RegExp, Names?]>([
    [
      'a proxy by its label that is an agent by name',
      () => undefined,
      /manager\.proxy is named or marked as an agent, but .* says proxy/,
      { proxies: ['google_compute_instance.agent'], agents: ['google_compute_region_instance_group_manager.proxy'] },
    ],
    [
      'an agent by its label that is a proxy under "//"',
      (site) => site.set(site.names.agent, mark({ role: 'proxy', ports: [1] })),
      /named or marked as a proxy, but .* says agent|only others are marked/,
    ],
    [
      'a proxy by its label that is an agent under "//"',
      (site) => site.set(site.names.proxy, mark({ role: 'agent' })),
      /named or marked as an agent, but the label agent-airlock of google_compute_region_instance_template\.proxy says proxy/,
    ],
    [
      'another value',
      (site) => site.set(site.names.agent, { labels: { 'agent-airlock': 'agnet' } }),
      /^the label agent-airlock of google_compute_instance\.agent must be agent or proxy, got 'agnet'$/,
    ],
    [
      'a value that a variable says',
      (site) => site.set(site.names.agent, { labels: { 'agent-airlock': site.variable('role') } }),
      /must be agent or proxy, got 'variable 'var\.role''/,
    ],
    [
      'both values',
      (site) => site.set(site.names.agent, { template: [{ labels: { 'agent-airlock': 'proxy' } }] }),
      /has labels agent-airlock of both values/,
    ],
    [
      'something that runs nothing',
      (site) => site.set(site.names.network, { labels: { 'agent-airlock': 'agent' } }),
      /is marked as an agent, but a google_compute_network runs nothing/,
    ],
    [
      'a proxy beside one that is marked',
      (site) => {
        site.set(site.names.proxy, mark({ role: 'proxy', ports: [3128] }));
        site.add('compute_instance.other', { ...other, labels: { 'agent-airlock': 'proxy' } });
      },
      /google_compute_instance\.other is a proxy by its label agent-airlock, but only others are marked/,
    ],
  ])('%s is refused', (_, change, message, names) => {
    expect(() => judged(labelled(change), names)).toThrow(message);
  });

  test('an agent beside one that is marked is judged too', () => {
    const beside = labelled((site) => {
      site.set(site.names.agent, mark({ role: 'agent' }));
      site.add('compute_instance.other', { ...other, labels: { 'agent-airlock': 'agent' } });
    });
    const { agents, verdict } = judged(beside);
    expect(agents.map(({ id }) => id)).toEqual(['google_compute_instance.agent', 'google_compute_instance.other']);
    expect(verdict).not.toBe('proven');
  });

  test('a proxy by its label is none where another is named', () => {
    const beside = labelled((site) => {
      site.add('compute_instance.other', { ...other, labels: { 'agent-airlock': 'proxy' } });
      opened(site);
    });
    expect(judged(beside, { proxies: ['google_compute_region_instance_group_manager.proxy'] }).verdict).toBe('refuted');
  });
});
