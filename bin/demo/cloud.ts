import { createRequire } from 'node:module';

/** The example for a cloud, and its leaky twin. */
export interface CloudExample {
  readonly cloud: string;
  /** Apps of this package, by their paths without extension. */
  readonly sealed: string;
  readonly leaky: string;
  /** Modules that they are made with. */
  readonly needs: readonly string[];
  /** What `needs` is installed by. */
  readonly install: string;
  /** Types whose numbers tell what is deployed, and what isn't. */
  readonly counted: readonly (readonly [label: string, type: string])[];
  /** The file that its report is written to. */
  readonly report: string;
}

export const examples: readonly CloudExample[] = [
  {
    cloud: 'AWS',
    sealed: 'bin/app',
    leaky: 'examples/aws-leaky/app',
    report: 'agent-airlock-report.html',
    needs: ['aws-cdk-lib'],
    install: 'npm install aws-cdk-lib constructs',
    counted: [
      ['networks', 'AWS::EC2::VPC'],
      ['endpoints', 'AWS::EC2::VPCEndpoint'],
      ['task definitions', 'AWS::ECS::TaskDefinition'],
      ['NAT gateways', 'AWS::EC2::NatGateway'],
      ['peerings', 'AWS::EC2::VPCPeeringConnection'],
    ],
  },
  {
    cloud: 'Google Cloud',
    sealed: 'examples/gcp-cloud-run-claude/app',
    leaky: 'examples/gcp-leaky/app',
    report: 'agent-airlock-report-gcp.html',
    needs: ['cdktf', '@cdktf/provider-google/lib/provider'],
    install: 'npm install cdktf @cdktf/provider-google constructs',
    counted: [
      ['networks', 'google_compute_network'],
      ['firewall rules', 'google_compute_firewall'],
      ['jobs', 'google_cloud_run_v2_job'],
      ['NATs', 'google_compute_router_nat'],
      ['peerings', 'google_compute_network_peering'],
    ],
  },
];

/** Whether all that is needed for a part of the demo is installed here. */
export function isInstalled({ needs }: Pick<CloudExample, 'needs'>): boolean {
  const { resolve } = createRequire(__filename);
  try {
    for (const name of needs) resolve(name);
    return true;
  } catch {
    return false;
  }
}
