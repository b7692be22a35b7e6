import type { WatchedSecret } from './watched-secret';

/** Ports of a proxy as agents reach it. */
export interface PublicPorts {
  readonly gateway: number;
  readonly proxy: number;
}

/** How the proxy tells one agent's connections from another's. */
export interface AgentSource {
  /** Name of an agent of the policy. */
  readonly agent: string;
  /** CIDR blocks that the agent's connections come from; every address by default. */
  readonly sources?: readonly string[];
  /** Ids of the only interface endpoints (`vpce-…`) that may be used; needs `proxyProtocol`. Any by default. */
  readonly endpointIds?: readonly string[];
}

/** Where Envoy reads credentials: SDS files in a folder that it watches, or one environment variable each. */
export type SecretDelivery =
  | { readonly kind: 'files'; readonly directory: string }
  | { readonly kind: 'environment'; readonly variable: (secret: string) => string };

/** Where PEM certificates of authorities are found: read once from a file or a variable, or followed as a watched secret. */
export type AuthoritySource = CertificateSource | WatchedSecret;

/** Where Envoy reads a certificate, PEM; what is renamed over a file is followed where its use allows, if the file's folder is watched. */
export type CertificateSource = { readonly file: string; readonly watchedDirectory?: string } | { readonly environment: string };

/** Where Envoy reads the certificate and key by which it stands in for a destination's hosts. */
export type LeafDelivery =
  /** SDS files `intercept-DESTINATION.json` in a folder that it watches. */
  | { readonly kind: 'files'; readonly directory: string }
  /** Two environment variables a destination, PEM. */
  | {
      readonly kind: 'environment';
      readonly variables: (destination: string) => { readonly certificate: string; readonly key: string };
    };

/** What the proxy ends TLS with, for destinations with `access: intercept`. */
export interface Interception {
  /** Certificate of the boundary's own authority, which agents trust; any of them may fetch it from the proxy. */
  readonly ca: CertificateSource;
  readonly certificates: LeafDelivery;
}

/** Where Envoy has AWS credentials from: a file of AWS's format that it watches, or the role of its ECS task. */
export type AwsCredentials = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'task-role' };

/** Sends an upstream to a fixed address, as curl's --resolve does; TLS is still verified against the host. */
export interface Resolve {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly addressPort: number;
}

/** What a bootstrap needs besides the policy. */
export interface BootstrapProps {
  /** Address to listen on. */
  readonly address: string;
  /** Port for plain HTTP to gateway destinations. */
  readonly gatewayPort: number;
  /** Port for CONNECT, and for plain HTTP to intercepted hosts. */
  readonly proxyPort: number;
  /** Port for TLS of clients that know nothing of a proxy. @default - none */
  readonly transparentPort?: number;
  /** Port for their plain HTTP. @default - none */
  readonly transparentHttpPort?: number;
  /** Path of a Unix socket that leads to the gateway port. @default - none */
  readonly gatewaySocket?: string;
  /** Path of a Unix socket that leads to the proxy port. @default - none */
  readonly proxySocket?: string;
  /** Path of a Unix socket for TLS of clients that know nothing of a proxy. @default - none */
  readonly transparentSocket?: string;
  /** Path of a Unix socket that leads to the port for their plain HTTP. @default - none */
  readonly transparentHttpSocket?: string;
  /** Whether it listens at its sockets alone; its ports are then those from which a bridge leads to them. @default false */
  readonly socketsOnly?: boolean;
  /** Host that agents reach the proxy by, for hints in denials. @default - `address` */
  readonly publicHost?: string;
  /** Ports that agents reach the proxy by, where something hands on to it, for hints in denials. @default - `gatewayPort` and `proxyPort` */
  readonly publicPorts?: PublicPorts;
  /** @default - the policy's only agent, from anywhere */
  readonly agents?: readonly AgentSource[];
  /** Where the policy's secrets are read. */
  readonly secrets: SecretDelivery;
  /** What requests to AWS are signed with. @default - none, and a policy that needs them is refused */
  readonly awsCredentials?: AwsCredentials;
  /** The certificates that upstreams are verified with; a string is a file's path. */
  readonly trustedCa: string | AuthoritySource;
  /** Where each certificate of the policy's `upstream.ca` is found. @default - none */
  readonly certificates?: Readonly<Record<string, AuthoritySource>>;
  /** What TLS of intercepted hosts ends with. @default - none, and a policy that needs it is refused */
  readonly interception?: Interception;
  /** Whether every connection starts with a PROXY protocol v2 header, as behind a Network Load Balancer. @default false */
  readonly proxyProtocol?: boolean;
  /** Port that answers 200 to `GET /ready`. @default - none */
  readonly healthPort?: number;
  /** Memory that Envoy may use, in bytes; short of it, it refuses requests with 503. @default 1073741824 */
  readonly memoryBytes?: number;
  /** Path of the admin interface's Unix socket. @default - no admin interface */
  readonly adminSocket?: string;
  /** Files that get every audit record, besides standard output. @default [] */
  readonly auditLogs?: readonly string[];
  /** DNS servers as `address:port`. @default - the machine's own */
  readonly resolvers?: readonly string[];
  /** Upstreams whose addresses are fixed. @default - all are resolved */
  readonly resolve?: readonly Resolve[];
}
