import type { PublicPorts, Resolve } from '../envoy/bootstrap-props';
import type { EgressPolicy } from '../policy/egress-policy';
import type { SecretSource } from './secrets/secret-source';

/** What a proxy on this machine needs to know. */
export interface LocalProxyOptions {
  readonly policy: EgressPolicy;
  /** @default - the only agent of the policy */
  readonly agent?: string;
  /** 0 for a free one. @default 8080 */
  readonly gatewayPort?: number;
  /** 0 for a free one. @default 3128 */
  readonly proxyPort?: number;
  /** Port for TLS of clients that know nothing of a proxy; 0 for a free one. @default - none */
  readonly transparentPort?: number;
  /** Port for their plain HTTP; 0 for a free one. @default - none */
  readonly transparentHttpPort?: number;
  /** Path of a Unix socket, for this user only, that leads to the gateway port. @default - none */
  readonly gatewaySocket?: string;
  /** The same for the proxy port. @default - none */
  readonly proxySocket?: string;
  /** Path of a Unix socket, for this user only, that is as good as a transparent port. @default - none */
  readonly transparentSocket?: string;
  /** The same for plain HTTP; it leads to the transparent HTTP port, a free one unless another is said. @default - none */
  readonly transparentHttpSocket?: string;
  /** Whether it listens at these sockets alone, the first two of them at least, and at no port. @default false */
  readonly socketsOnly?: boolean;
  /** Ports that agents reach it by, where a bridge leads from them to the sockets; denials name them. @default - its own */
  readonly publicPorts?: PublicPorts;
  /** Where each secret of the policy comes from, and each certificate of its `upstream.ca`. @default - nowhere */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** Upstreams to look for at another address. @default [] */
  readonly resolve?: readonly Resolve[];
  /** File of the only authorities that may vouch for upstreams. @default - the public ones */
  readonly upstreamCa?: string;
  /** Folder that `agent-airlock certificates` keeps, for intercept destinations. @default - certificates are made for this run */
  readonly certificates?: string;
  /** File that is written for agents to trust: the boundary's authority and the public ones. @default - none */
  readonly caFile?: string;
  /** File that every audit record is appended to. @default - none */
  readonly auditLog?: string;
  /** Path of Envoy. @default - as `findEnvoy` finds it */
  readonly envoy?: string;
}

/** How a start is watched and given up. */
export interface StartOptions {
  /** Gives up the start, which then throws. @default - it runs to its end */
  readonly signal?: AbortSignal;
  /** Told in one line before something slow is done. @default - nobody is told */
  readonly progress?: (line: string) => void;
}
