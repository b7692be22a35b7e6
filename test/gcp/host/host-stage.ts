import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { TerraformStack, Testing } from 'cdktf';
import { HostGroup, type HostGroupProps } from '../../../lib/gcp/host/host-group';

/** Hosts in a network of the test's own. */
export function hostsIn(stack: TerraformStack, props: Partial<HostGroupProps> = {}): HostGroup {
  const network = new ComputeNetwork(stack, 'network', { name: 'outer', autoCreateSubnetworks: false });
  return new HostGroup(stack, 'Hosts', {
    network,
    subnetwork: new ComputeSubnetwork(stack, 'subnetwork', { name: 'hosts', network: network.id, ipCidrRange: '10.65.0.0/24' }),
    serviceAccount: new ServiceAccount(stack, 'account', { accountId: 'hosts-account' }),
    userData: '#cloud-config\n',
    ports: [8080],
    healthPort: 9902,
    ...props,
  });
}

export function hostStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'Test');
  new GoogleProvider(stack, 'Google', { project: 'acme', region: 'europe-west1' });
  return stack;
}
