import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { singleImage } from './host/boot-image';
import { alone } from './host/foreign-scripts';
import { literal } from './literal';
import type { ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface AgentInstanceProps {
  /** `projects/PROJECT/global/images/NAME`, or a token for one. */
  readonly bootImage: string;
  readonly machineType?: string;
  readonly zone?: string;
  readonly subnetwork: ISubnetwork;
  /** What it does when it has started: `agentHost`. */
  readonly userData: string;
  /** In seconds. */
  readonly timeout: number;
  /** What must stand before it is started. */
  readonly after: readonly ITerraformDependable[];
}

/** The machine of one agent: no identity, no address outside its network, nobody who logs in, and an end that it can't put off. */
export function agentInstance(scope: Construct, props: AgentInstanceProps): ComputeInstance {
  const { project, region } = placementOf(scope);
  return new ComputeInstance(scope, 'Instance', {
    ...{ project, name: resourceName(scope), zone: zoneIn(region, props.zone) },
    machineType: literal(props.machineType ?? 'e2-standard-2'),
    bootDisk: { autoDelete: true, initializeParams: { image: singleImage(props.bootImage) } },
    networkInterface: [{ subnetwork: props.subnetwork.id, stackType: 'IPV4_ONLY' }],
    canIpForward: false,
    scheduling: {
      provisioningModel: 'STANDARD',
      automaticRestart: false,
      // it has powered off by then, unless it couldn't start what does that
      maxRunDuration: { seconds: checkedTimeout(props.timeout) + startSeconds },
      instanceTerminationAction: 'STOP',
    },
    shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
    metadata: { ...closed, 'user-data': props.userData },
    allowStoppingForUpdate: true,
    dependsOn: [...props.after],
  });
}

/** How long a machine may take to start, in seconds. */
const startSeconds = 300;

/** Nobody logs in, and what it prints to its serial port goes to Cloud Logging, which takes no identity: "Viewing serial port output". */
const closed = {
  'block-project-ssh-keys': 'true',
  'enable-oslogin': 'true',
  'serial-port-enable': 'false',
  'serial-port-logging-enable': 'true',
  'google-logging-enabled': 'false',
  'google-monitoring-enabled': 'false',
  ...alone,
  'cos-update-strategy': 'update_disabled',
};

function zoneIn(region: string, zone = `${region}-b`): string {
  if (Token.isUnresolved(region) || Token.isUnresolved(zone) || new RegExp(`^${region}-[a-z0-9]+$`).test(zone))
    return literal(zone);
  throw new Error(`zone must be one of region '${region}', where its subnetwork is, such as '${region}-b', got '${zone}'`);
}

// "Limit the run time of a VM": 120 days
const longest = 120 * 24 * 3600 - startSeconds;

function checkedTimeout(seconds: number): number {
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= longest) return seconds;
  throw new Error(`timeout must be 1 to ${longest} seconds, which is 120 days less the start, got ${seconds}`);
}
