import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import { ComputeRegionAutoscaler } from '@cdktf/provider-google/lib/compute-region-autoscaler';
import { ComputeRegionBackendService } from '@cdktf/provider-google/lib/compute-region-backend-service';
import { ComputeRegionHealthCheck } from '@cdktf/provider-google/lib/compute-region-health-check';
import { ComputeRegionInstanceGroupManager } from '@cdktf/provider-google/lib/compute-region-instance-group-manager';
import type { ComputeRegionInstanceTemplate } from '@cdktf/provider-google/lib/compute-region-instance-template';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from '../airlock-construct';
import type { INetwork } from '../network-ref';
import { placementOf } from '../placement';
import { resourceName } from '../resource-name';
import { defaultSize, type HostTemplateProps, hostTemplate } from './host-template';

export interface HostGroupProps extends HostTemplateProps {
  readonly network: INetwork;
  /** TCP ports of the load balancer, which are the hosts' own; 5 at most. */
  readonly ports: readonly number[];
  /** Port that answers `GET /ready`. */
  readonly healthPort: number;
  /** How a host says that it works: by an answer, or by taking a connection. @default 'http' */
  readonly probe?: 'http' | 'tcp';
  /** The load balancer's address. @default - one of the subnetwork */
  readonly address?: string;
  /** What must stand before hosts are started, and until they are gone. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** Seconds that a host goes on with its connections when its group takes it away ("Enable connection draining"). */
const drainSeconds = 110;

/**
 * Hosts of Container-Optimized OS in the zones of a region, behind an internal passthrough load balancer, which keeps ports. A host that doesn't
 * answer is made anew, and a change replaces one after another.
 */
export class HostGroup extends AirlockConstruct {
  readonly group: ComputeRegionInstanceGroupManager;
  readonly forwardingRule: ComputeForwardingRule;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HostGroupProps,
  ) {
    super(scope, id);
    const { minHosts, maxHosts } = { ...defaultSize, ...props.size };
    if (maxHosts < minHosts) throw new Error(`size.maxHosts must be ${minHosts} or more, as size.minHosts is, got ${maxHosts}`);
    if (minHosts < 2) throw new Error(`size.minHosts must be 2 or more, so that one zone can fail, got ${minHosts}`);
    this.group = this.hosts(hostTemplate(this, 'Template', props));
    this.scale(minHosts, maxHosts);
    this.forwardingRule = this.balance();
  }

  private hosts(template: ComputeRegionInstanceTemplate): ComputeRegionInstanceGroupManager {
    const name = resourceName(this, 58);
    return new ComputeRegionInstanceGroupManager(this, 'Group', {
      ...placementOf(this),
      name,
      baseInstanceName: name,
      version: [{ instanceTemplate: template.id }],
      dependsOn: [...(this.props.after ?? [])],
      // two minutes at most without an answer, as a host that is only busy must not go; until its first one, as long as a grant that is new may
      // take to be in force ("Access change propagation": 7 minutes), and an image to come
      autoHealingPolicies: { healthCheck: this.check('Healing', 30, 4).id, initialDelaySec: 600 },
      updatePolicy: {
        type: 'PROACTIVE',
        minimalAction: 'REPLACE',
        mostDisruptiveAllowedAction: 'REPLACE',
        instanceRedistributionType: 'PROACTIVE',
        replacementMethod: 'SUBSTITUTE',
        // "Automatically apply VM configuration updates in a MIG": no fewer than the zones, which are three by default
        maxSurgeFixed: 3,
        maxUnavailableFixed: 0,
      },
      // the autoscaler's to say
      lifecycle: { ignoreChanges: ['target_size'] },
    });
  }

  private scale(minReplicas: number, maxReplicas: number): void {
    new ComputeRegionAutoscaler(this, 'Autoscaler', {
      ...placementOf(this),
      name: resourceName(this),
      target: this.group.id,
      autoscalingPolicy: { minReplicas, maxReplicas, cooldownPeriod: 120, mode: 'ON', cpuUtilization: { target: 0.6 } },
    });
  }

  private balance(): ComputeForwardingRule {
    const { network, subnetwork, ports, address } = this.props;
    const place = placementOf(this);
    const backend = new ComputeRegionBackendService(this, 'Backend', {
      ...place,
      name: resourceName(this),
      loadBalancingScheme: 'INTERNAL',
      protocol: 'TCP',
      network: network.id,
      healthChecks: [this.check('Health', 5, 2).id],
      backend: [{ group: this.group.instanceGroup, balancingMode: 'CONNECTION' }],
      connectionDrainingTimeoutSec: drainSeconds,
    });
    return new ComputeForwardingRule(this, 'Rule', {
      ...place,
      name: resourceName(this),
      loadBalancingScheme: 'INTERNAL',
      ipProtocol: 'TCP',
      ipVersion: 'IPV4',
      network: network.id,
      subnetwork: subnetwork.id,
      backendService: backend.id,
      ports: ports.map(String),
      ...(address && { ipAddress: address }),
    });
  }

  private check(id: string, seconds: number, unhealthyThreshold: number): ComputeRegionHealthCheck {
    const { healthPort: port, probe = 'http' } = this.props;
    return new ComputeRegionHealthCheck(this, id, {
      ...placementOf(this),
      name: `${resourceName(this, 55)}-${id.toLowerCase()}`,
      ...{ checkIntervalSec: seconds, timeoutSec: 5, healthyThreshold: 1, unhealthyThreshold },
      ...(probe === 'http' ? { httpHealthCheck: { port, requestPath: '/ready' } } : { tcpHealthCheck: { port } }),
    });
  }
}
