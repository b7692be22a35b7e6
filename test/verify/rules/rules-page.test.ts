import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allRules } from '../../../lib/verify/rules/all-rules';
import { verify } from '../../../lib/verify/verify';
import { put, scratchFolder } from '../../runtime/scratch';
import { att, of, type Resources, ref, roomNat, sealed } from '../cloudformation/network/airlock';

const page = readFileSync(join(__dirname, '../../../docs/rules.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);
const folder = scratchFolder();

/** Rules whose examples aren't templates that break them, and why. */
const notJudged = new Set([
  // a policy, not a template
  'AIRLOCK-PROXY-003',
]);

const trust = (service: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const base: Resources = {
  ...sealed,
  ...roomNat,
  AgentRole: of('IAM::Role', { AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }),
  AgentProfile: of('IAM::InstanceProfile', { Roles: [ref('AgentRole')] }),
  Agent: of('EC2::Instance', {
    ...{ SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')] },
    IamInstanceProfile: ref('AgentProfile'),
  }),
};

const task = (name: string) =>
  of('ECS::TaskDefinition', {
    ...{ NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'] },
    ContainerDefinitions: [{ Name: name, Image: name }],
  });
const service = (definition: string, subnet: string, group: string) =>
  of('ECS::Service', {
    ...{ TaskDefinition: ref(definition), LaunchType: 'FARGATE' },
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref(subnet)], SecurityGroups: [att(group, 'GroupId')] } },
  });
const onFargate: Resources = {
  ...base,
  Agent: service('Task', 'RoomSubnet', 'AgentGroup'),
  Task: task('agent'),
  SecondProxy: service('ProxyTask', 'ProxySubnet', 'ProxyGroup'),
  ProxyTask: task('envoy'),
};

const tag = (name: string, resolve: (text: string) => unknown) => ({ tag: `!${name}`, resolve });
const customTags = [
  tag('Ref', ref),
  tag('Sub', (text) => ({ 'Fn::Sub': text })),
  tag('GetAtt', (text) => ({ 'Fn::GetAtt': text.split('.') })),
];

interface Written {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The small system with what an example says of it. */
function laidOver(below: Record<string, Written>, parts: Record<string, Written>): Record<string, Written> {
  const changed = Object.entries(parts).map(([name, { Type, Properties }]) => {
    expect(below[name]?.Type ?? Type).toBe(Type);
    return [name, { Type, Properties: { ...below[name]?.Properties, ...Properties } }];
  });
  return { ...below, ...Object.fromEntries(changed) };
}

function rulesBroken(fragment: string): string[] {
  const parts: Record<string, Written> = parse(fragment, { customTags });
  const fargate = 'Task' in parts || 'Agent' in parts;
  const resources = laidOver((fargate ? onFargate : base) as unknown as Record<string, Written>, parts);
  const path = put(folder, 'Main.template.json', JSON.stringify({ Resources: resources }));
  const proxies = [{ id: 'Proxy', ports: [3128] }, ...(fargate ? [{ id: 'SecondProxy', ports: [3128] }] : [])];
  return [...new Set(verify({ paths: [path], agents: [{ id: 'Agent' }], proxies }).findings.map(({ rule }) => rule))];
}

const examples = sections.map((text) => {
  const [, id = '', title = ''] = /^(\S+)\n\n\*\*(.+)\*\*\n\n/.exec(text) ?? [];
  const [bad = '', good = '', ...others] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  return { id, title, bad, good, others };
});

test('the page has every rule, in order, with its title', () => {
  expect(examples.map(({ id, title }) => [id, title])).toEqual(allRules.map(({ id, title }) => [id, title]));
});

test('each rule has a bad and a good example', () => {
  for (const { bad, good, others } of examples) expect([bad !== '', good !== '', others]).toEqual([true, true, []]);
});

test('the small system by itself breaks no rule', () => {
  expect([rulesBroken('{}'), rulesBroken('Task: { Type: AWS::ECS::TaskDefinition }')]).toEqual([[], []]);
});

describe.each(examples.filter(({ id }) => !notJudged.has(id)))('$id', ({ id, bad, good }) => {
  test('its bad example breaks it', () => {
    expect(rulesBroken(bad)).toContain(id);
  });

  test('its good example breaks nothing', () => {
    expect(rulesBroken(good)).toEqual([]);
  });
});
