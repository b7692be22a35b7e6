import { App } from 'aws-cdk-lib';
import { CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ArnPrincipal, type IPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { beforeAll, describe, expect, test } from 'vitest';
import { treeTemplates } from '../../../lib/aws/tree-templates';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { type TemplateInMemory, verifyTemplates } from '../../../lib/verify/verify-templates';
import { agentIn, airlockIn, policy, stackOf, twoAgents } from '../../aws/fixture';
import { interception } from '../../aws/interception-fixture';
import { everyCredential } from '../../deployed/every-credential';

let templates: TemplateInMemory[];
beforeAll(() => {
  const stack = stackOf(new App());
  agentIn(stack, { airlock: airlockIn(stack, {}) });
  templates = treeTemplates(stack);
});

const tunnelTo = (host: string, more: object = {}) =>
  EgressPolicy.parse({ version: 1, destinations: [{ name: 'other', host, access: 'tunnel' }], ...more });

test('the airlock of this library is proven against its own policy', () => {
  const { findings, residual } = verifyTemplates(templates, { policy });
  expect(findings).toEqual([]);
  expect(residual).toEqual(verifyTemplates(templates, {}).residual);
});

test('it is refuted against another, and the report names what the other leaves open', () => {
  const { verdict, findings, residual } = verifyTemplates(templates, { policy: tunnelTo('other.example.org') });
  expect(verdict).toBe('refuted');
  expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
    "AIRLOCK-PROXY-003 can send requests to api.anthropic.com, which the policy doesn't allow",
  ]);
  expect(residual.at(-1)).toBe("The tunnel 'other' carries what it likes to other.example.org, at port 443.");
});

describe('an airlock whose load balancer does not say who connects', () => {
  const silent = (of: EgressPolicy) => {
    const stack = stackOf(new App());
    const airlock = airlockIn(stack, { policy: of });
    agentIn(stack, { airlock, agent: of.agents[0]?.name });
    for (const group of stack.node.findAll().filter((each) => each instanceof CfnTargetGroup))
      group.targetGroupAttributes = [{ key: 'proxy_protocol_v2.enabled', value: 'false' }];
    return verifyTemplates(treeTemplates(stack), { policy: of });
  };

  test('lets an agent say that it is another, where there are several', () => {
    const { verdict, findings } = silent(twoAgents);
    expect([verdict, ...findings.map(({ rule }) => rule)]).toEqual(['unknown', 'AIRLOCK-PROXY-003']);
    expect(findings[0]?.message).toContain("doesn't say who connects (proxy_protocol_v2.enabled)");
  });

  test('changes nothing for the only one', () => {
    expect(silent(policy).findings).toEqual([]);
  });
});

test('two agents are proven where it says so', () => {
  const stack = stackOf(new App());
  agentIn(stack, { airlock: airlockIn(stack, { policy: twoAgents }), agent: 'writer' });
  expect(verifyTemplates(treeTemplates(stack), { policy: twoAgents }).findings).toEqual([]);
});

test('where a policy has several agents, it is said which of them may do more', () => {
  const stack = stackOf(new App());
  agentIn(stack, { airlock: airlockIn(stack, { policy: twoAgents }), agent: 'writer' });
  const { agents = {}, ...document } = structuredClone(twoAgents.document);
  const narrower = EgressPolicy.parse({ ...document, agents: { ...agents, reader: { destinations: ['claude'] } } });
  const messages = verifyTemplates(treeTemplates(stack), { policy: narrower }).findings.map(({ message }) => message);
  expect(messages).toEqual(["can send CONNECT mirror.example.org:443 as 'reader', which the policy doesn't allow"]);
});

test('report mode is told until its day', () => {
  const reporting = tunnelTo('other.example.org', { enforcement: { report: { until: '2099-01-31' } } });
  expect(verifyTemplates(templates, { policy: reporting }).residual.at(-1)).toMatch(/^Until 2099-01-31 the policy only reports/);
});

/** A role for tasks, the proxies' own, or one that is given to the agent. */
interface Roles {
  readonly proxy: Role;
  readonly agent: Role;
}

/** What is found of an airlock whose proxies sign as their own role, and end TLS, when its agent has a role. */
function signing(choose?: (roles: Roles) => Role, of = everyCredential, transparent = false) {
  const stack = stackOf(new App());
  const airlock = airlockIn(stack, { policy: of, interception, transparent });
  const agent = agentIn(stack, { airlock });
  const own = new Role(stack, 'AgentRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const proxy: IPrincipal = airlock.proxy.grantPrincipal;
  if (choose) agent.taskDefinition.taskRoleArn = choose({ proxy: proxy as Role, agent: own }).roleArn;
  return verifyTemplates(treeTemplates(stack), { policy: of }).findings.map(({ rule, verdict }) => `${rule} ${verdict}`);
}

const reporting = EgressPolicy.parse({ ...everyCredential.document, enforcement: { report: { until: '2099-01-31' } } });

describe('an airlock whose proxies sign requests and end TLS', () => {
  test.each<[string, () => string[]]>([
    ['is proven', () => signing()],
    ['is proven with transparent ports', () => signing(undefined, everyCredential, true)],
    ['is proven in report mode', () => signing(undefined, reporting)],
    ['is proven with an agent that has a role of its own', () => signing(({ agent }) => agent)],
  ])('%s', (_, findings) => {
    expect(findings()).toEqual([]);
  });

  test.each<[string, (roles: Roles) => Role]>([
    ['that is the one they sign as', ({ proxy }) => proxy],
    [
      'that the one they sign as trusts',
      ({ proxy, agent }) => {
        const trusted = { actions: ['sts:AssumeRole'], principals: [new ArnPrincipal(agent.roleArn)] };
        proxy.assumeRolePolicy?.addStatements(new PolicyStatement(trusted));
        return agent;
      },
    ],
  ])('is refuted with an agent that has a role %s', (_, choose) => {
    expect(signing(choose)).toEqual(['AIRLOCK-IAM-002 refuted']);
  });
});
