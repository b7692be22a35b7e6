import type { TerraformStack } from 'cdktf';
import type { IAirlock } from '../../lib/gcp/airlock';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import type { SealedNetworkProps } from '../../lib/gcp/sealed-network';
import { SharedProxy } from '../../lib/gcp/shared-proxy';
import { policy, sealedIn } from './fixture';

export interface Surroundings {
  readonly policy?: IAirlock['policy'];
  readonly existing?: SealedNetworkProps['existing'];
  /** @default false */
  readonly transparent?: boolean;
}

/** What an agent needs around it: a sealed network, and a door's address, behind which there is somebody else's proxy. */
export function airlockIn(stack: TerraformStack, { transparent = false, ...given }: Surroundings = {}): IAirlock {
  const props = { policy, ...given };
  const audit = new AuditTrail(stack, 'Audit');
  const sealed = sealedIn(stack, { ...props, audit });
  const proxy = new SharedProxy(stack, 'Proxy', { attachment: 'projects/p/regions/r/serviceAttachments/a', transparent });
  const ports = [8080, 3128, ...(transparent ? [443, 80] : [])];
  return { policy: props.policy, audit, sealed, door: { host: sealed.doorAddress, ports, proxy } };
}
