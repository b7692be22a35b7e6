import type { AuditLog } from '../access-log/audit-log';
import { transparentAuditLog } from '../access-log/audit-log';
import { passingChain, refusingChains } from '../access-log/reason-expression';
import type { BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { chain, exactly, matchInput, matching, refusingChain } from './chain-matcher';
import { readingServerNameAfter } from './internal-listener';
import { toOwnPort } from './own-port';
import { proxyProtocol } from './proxy-protocol';

/** A way in for such clients. */
export interface TransparentEntrance {
  readonly name: 'transparent' | 'transparent-socket';
  readonly address: EnvoyConfig;
  /** What records say instead of a socket's path. @default - the client's address */
  readonly source?: string;
  /** The only one; if there are others, nothing tells whose a refused connection was. @default - unknown */
  readonly agent?: string;
}

/**
 * Takes TLS of clients that know nothing of a proxy, as a packet filter sends it here, and asks the proxy port for the name in the
 * handshake as those would who do: CONNECT, port 443. So it is judged, counted and recorded as theirs is.
 */
export function transparentListener(entrance: TransparentEntrance, props: BootstrapProps, log: AuditLog): EnvoyConfig {
  const { name, address, agent, source } = entrance;
  return {
    name,
    address,
    per_connection_buffer_limit_bytes: 65_536,
    enable_reuse_port: false,
    ...readingServerNameAfter(props.proxyProtocol ? [proxyProtocol({ kept: true })] : []),
    access_log: transparentAuditLog(agent, log, source),
    filter_chain_matcher: named,
    filter_chains: [
      {
        name: passingChain,
        filters: toOwnPort('proxy', props, { tunneling_config: { hostname: '%REQUESTED_SERVER_NAME%:443' } }),
      },
      ...refusingChains.map(refusingChain),
    ],
  };
}

// a name with other characters could say more than a name in the request that is made of it
const plainName = '[-.0-9A-Za-z]+';

const tls = matching(matchInput('ServerNameInput'), plainName, chain(passingChain), chain('server-name-mismatch'));
const named = exactly(matchInput('TransportProtocolInput'), { tls: { matcher: tls } }, chain('not-tls'));
