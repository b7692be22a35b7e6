import { App } from 'aws-cdk-lib';
import { ClaudeStack } from '../../../../examples/aws-fargate-claude/stack';
import { att, type Body, type Fixture, type Site } from './site';

let synthesized: Body | undefined;

/** The example of this repository as it is synthesized, with a role for the agent's code. */
function body(): Body {
  synthesized ??= withRole(template());
  return synthesized;
}

function template(): Body {
  const app = new App();
  new ClaudeStack(app, 'AgentAirlock');
  return inOneRegion(app.synth().getStackByName('AgentAirlock').template as Body);
}

/** Its map lists more regions, which are all alike. */
function inOneRegion(template: Body): Body {
  const few = (map: Record<string, unknown>) => Object.fromEntries(['us-east-1'].map((region) => [region, map[region]]));
  const maps = Object.entries((template.Mappings ?? {}) as Record<string, Record<string, unknown>>);
  template.Mappings = Object.fromEntries(maps.map(([name, map]) => [name, 'us-east-1' in map ? few(map) : map]));
  return template;
}

function withRole(template: Body): Body {
  template.Resources.AgentRole = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
      },
    },
  };
  const task = template.Resources[named(template, /^ClaudeTask/)];
  if (task) task.Properties.TaskRoleArn = att('AgentRole', 'Arn');
  return template;
}

/** The one logical id of this shape. */
function named(template: Body, shape: RegExp): string {
  const [found, ...more] = Object.keys(template.Resources).filter((id) => shape.test(id));
  if (found === undefined || more.length > 0) throw new Error(`not one ${shape}`);
  return found;
}

/** The example's parts, by what its constructs are called. */
export function exampleApp(): Fixture {
  const template = body();
  const id = (shape: RegExp) => named(template, shape);
  const task = id(/^ClaudeTask/);
  const placed = (site: Site) =>
    site.entry(task).Metadata?.['agent-airlock'] as { subnets: unknown[]; securityGroups: unknown[] };
  return {
    name: 'the example of this repository',
    body,
    ports: [3128, 8080],
    names: {
      agent: task,
      proxy: id(/^AirlockProxyService[0-9A-F]{8}$/),
      vpc: id(/^AirlockSealedVpc[0-9A-F]{8}$/),
      subnets: [1, 2].map((zone) => id(new RegExp(`^AirlockSealedVpcagentdefaultSubnet${zone}Subnet`))),
      tables: [1, 2].map((zone) => id(new RegExp(`^AirlockSealedVpcagentdefaultSubnet${zone}RouteTable[0-9A-F]{8}$`))),
      group: id(/^ClaudeGroup[0-9A-F]{8}$/),
      role: 'AgentRole',
      block: '10.64',
      toS3: id(/^ClaudeGrouptoIndirectPeer/),
      s3: id(/^AirlockSealedEndpointsS3/),
      domains: id(/^AirlockSealedResolverAllowed/),
      rules: id(/^AirlockSealedResolverRules/),
      association: id(/^AirlockSealedResolverAssociation/),
      secret: id(/^AirlockProxySecrets/),
      proxyRole: id(/^AirlockProxyTaskRole/),
      proxyVpc: id(/^AirlockEgressVpc[0-9A-F]{8}$/),
      proxySubnet: id(/^AirlockEgressVpcproxiesSubnet1Subnet/),
      proxyGroup: id(/^AirlockProxyGroup[0-9A-F]{8}$/),
    },
    groups: (site) => placed(site).securityGroups,
    subnets: (site) => placed(site).subnets,
    give: (site, Name, Value) => {
      site.properties(task).ContainerDefinitions[0].Environment.push({ Name, Value });
      return task;
    },
  };
}
