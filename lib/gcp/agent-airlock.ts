import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import type { Acceptance } from '../verify/verdict/acceptance';
import type { IAirlock } from './airlock';
import { AirlockConstruct } from './airlock-construct';
import { prove } from './airlock-proof';
import { AuditTrail } from './audit-trail';
import { Door } from './door';
import { EgressNetwork } from './egress-network';
import { EgressProxy } from './egress-proxy';
import type { InterceptionProps } from './interception';
import type { PinnedImage } from './pinned-image';
import type { ISecret } from './provided-secrets';
import { SealedNetwork } from './sealed-network';

export interface AgentAirlockProps {
  readonly policy: EgressPolicy;
  /** Envoy 1.40 for x86-64, from a registry of your own. */
  readonly proxyImage: PinnedImage;
  /**
   * Where secrets of the policy are, by name.
   * @default - new ones, with an output each that prints how to set it; what is in them goes with them when they are destroyed or renamed
   */
  readonly secrets?: Readonly<Record<string, ISecret>>;
  /** PEM text of the policy's `upstream.ca`, by name. @default - none */
  readonly certificates?: Readonly<Record<string, string>>;
  /** What intercepted destinations need. @default - none, and a policy that intercepts is refused */
  readonly interception?: InterceptionProps;
  /** Also takes clients in that know nothing of a proxy: the policy's names lead to the door. @default false */
  readonly transparent?: boolean;
  /** @default - a new one */
  readonly audit?: AuditTrail;
  /** @default - a new one */
  readonly sealed?: SealedNetwork;
  /** @default - a new one */
  readonly egress?: EgressNetwork;
  /** Findings of the proof that are accepted in writing, for a time. @default - none */
  readonly accept?: readonly Acceptance[];
}

/**
 * Two rooms and one door: a sealed network for agents, a network for the proxies, and an endpoint from one to the other. Synthesis fails if
 * anything that is deployed with it lets an agent out another way.
 *
 * @example
 * const airlock = new AgentAirlock(this, 'Airlock', { policy: EgressPolicy.fromFile('airlock.yaml'), proxyImage });
 * new CloudRunAgent(this, 'Agent', { airlock, image });
 */
export class AgentAirlock extends AirlockConstruct implements IAirlock {
  readonly policy: EgressPolicy;
  readonly audit: AuditTrail;
  readonly sealed: SealedNetwork;
  readonly egress: EgressNetwork;
  readonly proxy: EgressProxy;
  readonly door: Door;

  constructor(scope: Construct, id: string, props: AgentAirlockProps) {
    super(scope, id);
    const { policy, proxyImage: image, secrets, certificates, interception, transparent } = props;
    if (props.sealed && props.sealed.policy.sha256 !== policy.sha256) {
      throw new Error(`sealed must be made for the airlock's policy: give both the same, got ${props.sealed.policy.sha256}`);
    }
    const audit = props.audit ?? new AuditTrail(this, 'Audit');
    const network = props.egress ?? new EgressNetwork(this, 'Egress', { audit });
    this.policy = policy;
    this.audit = audit;
    this.egress = network;
    this.sealed = props.sealed ?? new SealedNetwork(this, 'Sealed', { policy, audit });
    this.proxy = new EgressProxy(this, 'Proxy', {
      ...{ policy, network, audit, image },
      ...{ secrets, certificates, interception, transparent },
    });
    this.door = new Door(this, 'Door', { network: this.sealed, proxy: this.proxy });
    prove(this, props.accept ?? []);
  }
}
