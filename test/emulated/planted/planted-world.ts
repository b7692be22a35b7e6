import { inject } from 'vitest';
import type { Airlock } from '../checks/airlock';
import type { Item, World } from '../world';

/** A copy to plant errors in. */
export class PlantedWorld {
  readonly world: World = structuredClone(inject('world'));

  all(type: string): Item[] {
    return this.world.described[type] as Item[];
  }

  one(type: string, test: (item: Item) => boolean = () => true): Item {
    const found = this.all(type).find(test);
    if (!found) throw new Error(`there must be a ${type} to plant an error in`);
    return found;
  }

  add(type: string, item: Item): void {
    this.all(type).push(item);
  }

  agentTable({ agentSubnets }: Airlock): Item {
    return this.one('AWS::EC2::RouteTable', ({ Associations }) =>
      Associations.some((one: Item) => one.SubnetId === agentSubnets[0]),
    );
  }

  endpoint(service: string): Item {
    return this.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => ServiceName.endsWith(service));
  }

  rule(group: string, egress: boolean): Item {
    return this.one('AWS::EC2::SecurityGroupRule', ({ GroupId, IsEgress }) => GroupId === group && IsEgress === egress);
  }

  openRule(group: string, more: Item = {}): void {
    this.add('AWS::EC2::SecurityGroupRule', {
      GroupId: group,
      IsEgress: true,
      IpProtocol: '-1',
      CidrIpv4: '0.0.0.0/0',
      FromPort: -1,
      ToPort: -1,
      ...more,
    });
  }

  task(arn: string): Item {
    return this.one('AWS::ECS::TaskDefinition', ({ taskDefinitionArn }) => taskDefinitionArn === arn);
  }

  agentContainer({ agentTask }: Airlock): Item {
    return this.task(agentTask.taskDefinitionArn).containerDefinitions[0];
  }

  proxyContainer({ proxyTask }: Airlock): Item {
    return this.task(proxyTask.taskDefinitionArn).containerDefinitions[0];
  }

  proxyCommand(airlock: Airlock, change: (text: string) => string): void {
    const container = this.proxyContainer(airlock);
    container.command = container.command.map((text: string) => change(text));
  }

  role(arn: string): Item {
    return this.one('AWS::IAM::Role', ({ Arn }) => Arn === arn);
  }

  firewallRules(): Item[] {
    return this.one('AWS::Route53Resolver::FirewallRuleGroup').FirewallRules;
  }

  allowedNames(): string[] {
    return this.one('AWS::Route53Resolver::FirewallDomainList', ({ Domains }) => Domains.length > 1).Domains;
  }
}
