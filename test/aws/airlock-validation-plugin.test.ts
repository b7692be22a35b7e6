import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AirlockValidationPlugin, type AirlockValidationPluginProps } from '../../lib/aws/airlock-validation-plugin';
import { allRules } from '../../lib/verify/rules/all-rules';
import { openGroup, type Resources, ref, roomNat, roomRoute, sealed } from '../verify/cloudformation/network/airlock';

const output = mkdtempSync(join(tmpdir(), 'agent-airlock-test-'));
afterAll(() => rmSync(output, { recursive: true }));

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations: readonly {
    readonly ruleName: string;
    readonly description: string;
    readonly severity: string;
    readonly ruleMetadata: Readonly<Record<string, string>>;
    readonly violatingConstructs: readonly { readonly constructPath: string }[];
  }[];
}

const roles = { agents: [{ id: 'Agent' }], proxies: [{ id: 'Proxy', ports: [3128] }] };

/** What the plugin says in the CDK's validation report, and whether synthesis passes; nothing if the report doesn't name it. */
function synthesized(name: string, build: (app: App) => void, props: AirlockValidationPluginProps = roles) {
  const app = new App({ outdir: join(output, name) });
  Validations.of(app).addPlugins(new AirlockValidationPlugin(props));
  build(app);
  const passed = passes(app);
  const { pluginReports } = JSON.parse(readFileSync(join(output, name, 'validation-report.json'), 'utf8')) as {
    readonly pluginReports: readonly PluginReport[];
  };
  return { passed, report: pluginReports.find(({ pluginName }) => pluginName === 'agent-airlock') };
}

function passes(app: App): boolean {
  try {
    app.synth();
    return true;
  } catch {
    return false;
  }
}

/** A stack with resources as they are, whatever constructs would make of them. */
function stackOf(scope: Construct, resources: Resources, id = 'Main'): Stack {
  const stack = new Stack(scope, id);
  for (const [name, resource] of Object.entries(resources)) {
    const { Type, Properties } = resource as { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };
    new CfnResource(stack, name, { type: Type, properties: Properties });
  }
  return stack;
}

const toNat = roomRoute({ NatGatewayId: ref('RoomNat') });
const open: Resources = { ...sealed, ...openGroup, ...roomNat };
const leaky: Resources = { ...open, ...toNat };

/** The route that makes it leak, in a nested stack. */
function nestedLeak(app: App): void {
  const stack = stackOf(app, open);
  const { ref: natGatewayId } = stack.node.findChild('RoomNat') as CfnResource;
  const { ref: routeTableId } = stack.node.findChild('RoomTable') as CfnResource;
  const properties = { RouteTableId: routeTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: natGatewayId };
  new CfnResource(new NestedStack(stack, 'Inner'), 'RoomRoute', { type: 'AWS::EC2::Route', properties });
}

describe('by a synthesis with validators on', () => {
  const { CDK_VALIDATION } = process.env;
  beforeAll(() => {
    delete process.env.CDK_VALIDATION;
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = CDK_VALIDATION;
  });

  test('a sealed app passes', () => {
    expect(synthesized('sealed', (app) => stackOf(app, sealed))).toEqual({ passed: true, report: undefined });
  });

  test('a leak fails it, and the report names the rule, the constructs of the path and the id to accept', () => {
    const { passed, report } = synthesized('leaky', (app) => stackOf(app, leaky));
    const [violation, ...others] = report?.violations ?? [];
    expect([passed, report?.conclusion, others]).toEqual([false, 'failure', []]);
    expect(violation).toMatchObject({ ruleName: 'AIRLOCK-NET-001', severity: 'error' });
    expect(violation?.ruleMetadata).toEqual({ id: 'AIRLOCK-NET-001/Main/Agent/Main/RoomPublicRoute', verdict: 'refuted' });
    expect(violation?.violatingConstructs.map(({ constructPath }) => constructPath)).toEqual([
      'Main/AgentGroup',
      'Main/RoomRoute',
      'Main/RoomPublicRoute',
    ]);
  });

  test('what is not known fails it as a warning', () => {
    const route = roomRoute({ NatGatewayId: { 'Fn::ImportValue': 'core-nat' } });
    const { passed, report } = synthesized('unknown', (app) => stackOf(app, { ...sealed, ...openGroup, ...route }));
    expect(passed).toBe(false);
    expect([...new Set(report?.violations.map(({ severity }) => severity))]).toEqual(['warning']);
  });

  test('an accepted leak passes', () => {
    const accept = [{ id: 'AIRLOCK-NET-001/Main/Agent/Main/RoomPublicRoute', because: 'a test', until: '2999-12-31' }];
    expect(synthesized('accepted', (app) => stackOf(app, leaky), { ...roles, accept }).passed).toBe(true);
  });

  test('a nested stack is judged with its parent', () => {
    const { report } = synthesized('nested', nestedLeak);
    expect(report?.violations.map(({ ruleName }) => ruleName)).toEqual(['AIRLOCK-NET-001']);
  });

  test('stages are judged apart', () => {
    const both = (app: App) => {
      stackOf(new Stage(app, 'Test'), open);
      stackOf(new Stage(app, 'Production'), leaky);
    };
    const { report } = synthesized('stages', both);
    expect(report?.violations.map(({ description }) => description)).toEqual([
      expect.stringMatching(/^Production-Main\/Agent can reach the internet/),
    ]);
  });

  test('no agent is no proof', () => {
    const { passed, report } = synthesized('none', (app) => stackOf(app, sealed), {});
    expect([passed, report?.conclusion]).toEqual([false, 'failure']);
    expect(report?.metadata?.error).toContain('no agent found');
  });
});

test('it tells which rules it has', () => {
  expect(new AirlockValidationPlugin().ruleIds).toEqual(allRules.map(({ id }) => id));
});
