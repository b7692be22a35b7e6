import { join } from 'node:path';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import type { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { AgentAirlock, CloudRunAgent, PinnedImage } from '../../lib/gcp';
import { EgressPolicy } from '../../lib/policy';

/**
 * The airlock of `gcp-cloud-run-claude` with three mistakes, each of which looks harmless in a review. Never deploy it: it is there to be
 * refuted. The constructs refuse it too, so `app.ts` skips their validation.
 */
export class LeakyStack extends TerraformStack {
  private readonly project: string;
  private readonly airlock: AgentAirlock;
  private readonly agent: CloudRunAgent;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.project = new TerraformVariable(this, 'project', { type: 'string', nullable: false }).stringValue;
    const region = new TerraformVariable(this, 'region', { type: 'string', nullable: false }).stringValue;
    new GoogleProvider(this, 'Google', { project: this.project, region });
    new LocalBackend(this, { path: 'terraform.tfstate' });
    const policy = EgressPolicy.fromFile(join(__dirname, '..', 'gcp-cloud-run-claude', 'airlock.yaml'));
    this.airlock = new AgentAirlock(this, 'Airlock', { policy, proxyImage: PinnedImage.fromVariable(this, 'proxy') });
    const image = PinnedImage.fromVariable(this, 'agent');
    this.agent = new CloudRunAgent(this, 'Claude', { airlock: this.airlock, image, command: ['claude', '-p', 'Say hello'] });
    this.letNpmInstallWork();
    this.letItUploadResults();
    this.letItReadItsSettings();
  }

  /** Mistake 1: Cloud NAT and one more firewall rule, "only for port 443", with a priority that makes it work. */
  private letNpmInstallWork(): void {
    const { id: network } = this.airlock.sealed.network;
    const internet = { destRange: '0.0.0.0/0', nextHopGateway: 'default-internet-gateway' };
    new ComputeRoute(this, 'ToInternet', { name: 'to-internet', network, ...internet });
    const router = new ComputeRouter(this, 'Router', { name: 'npm-install', network });
    new ComputeRouterNat(this, 'Nat', {
      name: 'npm-install',
      router: router.name,
      natIpAllocateOption: 'AUTO_ONLY',
      sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
    });
    new ComputeFirewall(this, 'NpmInstall', {
      ...{ name: 'npm-install', network, direction: 'EGRESS', priority: 50 },
      destinationRanges: ['0.0.0.0/0'],
      allow: [{ protocol: 'tcp', ports: ['443'] }],
    });
  }

  /** Mistake 2: Private Google Access, by which any bucket of anybody will do. */
  private letItUploadResults(): void {
    const subnetwork = this.airlock.sealed.node.findChild('agent-default');
    (subnetwork.node.findChild('Subnetwork') as ComputeSubnetwork).privateIpGoogleAccess = true;
  }

  /** Mistake 3: a role "for settings", which reads the proxy's key as well. */
  private letItReadItsSettings(): void {
    const { member } = this.agent.node.findChild('Account') as ServiceAccount;
    new ProjectIamMember(this, 'Settings', { project: this.project, role: 'roles/secretmanager.secretAccessor', member });
  }
}
