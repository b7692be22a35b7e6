import { ComputeRegionInstanceTemplate } from '@cdktf/provider-google/lib/compute-region-instance-template';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { Construct } from 'constructs';
import { literal } from '../literal';
import type { ISubnetwork } from '../network-ref';
import { placementOf } from '../placement';
import { resourceName } from '../resource-name';
import { singleImage } from './boot-image';
import { alone } from './foreign-scripts';
import { machineOf } from './machine-type';

/** How large and how many hosts are, and of what. */
export interface HostSize {
  /** @default 'e2-small' */
  readonly machineType?: string;
  /** Memory of one, in MiB. @default - that of the machine type, if it is known */
  readonly memoryMiB?: number;
  /**
   * Container-Optimized OS that they start from, for their processor: `projects/PROJECT/global/images/NAME`, or a token. Its patches are yours then.
   * @default - the newest of its stable ones when a host is made, so that hosts may differ
   */
  readonly bootImage?: string;
  /** At least 2, so that one zone can fail. @default 2 */
  readonly minHosts?: number;
  /** @default 6 */
  readonly maxHosts?: number;
}

export interface HostTemplateProps {
  readonly subnetwork: ISubnetwork;
  /** What the hosts are: `cloudConfig`. */
  readonly userData: string;
  readonly serviceAccount: ServiceAccount;
  /** @default - 2 to 6 of type e2-small */
  readonly size?: HostSize;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The size of hosts where none is given. */
export const defaultSize = { machineType: 'e2-small', minHosts: 2, maxHosts: 6 } as const satisfies HostSize;

/** What each host of a group is made from: no address of its own outside its network, no way in, and a system that starts only as it was signed. */
export function hostTemplate(scope: Construct, id: string, props: HostTemplateProps): ComputeRegionInstanceTemplate {
  const { machineType, memoryMiB, bootImage } = { ...defaultSize, ...props.size };
  const { isArm, devices } = machineOf(machineType, memoryMiB);
  const { diskType, nicType } = devices;
  return new ComputeRegionInstanceTemplate(scope, id, {
    ...placementOf(scope),
    // a template can't be changed, and its group goes on with the old one meanwhile
    namePrefix: `${resourceName(scope, 36)}-`,
    lifecycle: { createBeforeDestroy: true },
    machineType: literal(machineType),
    disk: [
      {
        boot: true,
        autoDelete: true,
        sourceImage: bootImage === undefined ? systemImage(isArm) : singleImage(bootImage),
        diskSizeGb: 10,
        diskType,
      },
    ],
    networkInterface: [{ subnetwork: props.subnetwork.id, stackType: 'IPV4_ONLY', nicType }],
    serviceAccount: { email: props.serviceAccount.email, scopes: ['cloud-platform'] },
    shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
    metadata: { ...closedHost, 'user-data': props.userData },
    labels: { ...props.labels },
  });
}

const systemImage = (isArm: boolean): string => `projects/cos-cloud/global/images/family/cos-${isArm ? 'arm64-' : ''}stable`;

/** Nobody logs in, and what containers print goes to Cloud Logging: Container-Optimized OS, "Using Cloud Logging". */
const closedHost = {
  'block-project-ssh-keys': 'true',
  'enable-oslogin': 'TRUE',
  'serial-port-enable': 'false',
  'google-logging-enabled': 'true',
  'google-monitoring-enabled': 'true',
  ...alone,
  // hosts are replaced, not changed
  'cos-update-strategy': 'update_disabled',
};
