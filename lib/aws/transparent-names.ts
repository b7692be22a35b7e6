import { Annotations } from 'aws-cdk-lib';
import type { InterfaceVpcEndpoint, IVpc } from 'aws-cdk-lib/aws-ec2';
import { ARecord, PrivateHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { AirlockConstruct } from './airlock-construct';

export interface TransparentNamesProps {
  readonly policy: EgressPolicy;
  readonly vpc: IVpc;
  readonly endpoint: InterfaceVpcEndpoint;
}

/**
 * Answers the names of tunnels and intercepts in a network by the door's addresses, so that clients which know nothing of a proxy come there. A
 * private zone for each name holds this one record: its other types and the names below it don't exist (Amazon Route 53 Developer Guide,
 * "Considerations when working with a private hosted zone"). Gateways are reached by their URLs only. It warns of each name that it leaves out.
 */
export class TransparentNames extends AirlockConstruct {
  /** Names that are answered. */
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { policy, vpc, endpoint }: TransparentNamesProps) {
    super(scope, id);
    const hosts = transparentHosts(policy);
    this.names = hosts.filter((host) => leftOut(host) === undefined);
    for (const zoneName of this.names) {
      const zone = new PrivateHostedZone(this, zoneName, { zoneName, vpc });
      new ARecord(zone, 'Door', { zone, target: RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint)) });
    }
    for (const host of hosts) {
      const why = leftOut(host);
      if (why) Annotations.of(this).addWarningV2(`agent-airlock:transparent:${host}`, `'${host}' isn't answered: ${why}`);
    }
  }
}

/** Hosts that a client asks for at port 443, or at port 80 if they are intercepted. */
function transparentHosts({ destinations }: EgressPolicy): readonly string[] {
  const open = destinations.filter(({ access, ports }) => access !== 'gateway' && ports.includes(443));
  return [...new Set(open.flatMap(({ hosts }) => hosts.map(({ text }) => text)))].sort();
}

function leftOut(host: string): string | undefined {
  if (host.startsWith('*.'))
    return 'a wildcard would also answer the names of others; list names, or have clients use the proxy variables';
  if (servicesOfAws.test(host))
    return 'the network needs names of AWS below it to start tasks; have clients use the proxy variables';
  return undefined;
}

/** What a zone may not take over: the names of the endpoints, of image layers and of the door, and what is above them. */
const servicesOfAws =
  /^(?:(?:(?:api\.|(?:\d{12}\.)?dkr\.)?ecr|logs|(?:prod-[a-z0-9-]+\.)?s3|(?:[a-z0-9.-]+\.)?vpce)\.)?(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?amazonaws\.com(?:\.cn)?$/;
