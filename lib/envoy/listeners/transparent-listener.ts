import type { AuditLog } from '../access-log/audit-log';
import { transparentAuditLog } from '../access-log/audit-log';
import { passingChain, refusingChains } from '../access-log/reason-expression';
import type { BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { socketAddress } from '../socket-address';
import { chain, exactly, matchInput, matching, refusingChain } from './chain-matcher';
import { readingServerNameAfter } from './internal-listener';
import { toOwnPort } from './own-port';
import { proxyProtocol } from './proxy-protocol';

/**
 * Takes TLS of clients that know nothing of a proxy, as a packet filter sends it here, and asks the proxy port for the name in the
 * handshake as those would who do: CONNECT, port 443. So it is judged, counted and recorded as theirs is.
 * `agent` is the only one, if there is one only.
 */
export function transparentListener(agent: string | undefined, port: number, props: BootstrapProps, log: AuditLog): EnvoyConfig {
  return {
    name: 'transparent',
    address: socketAddress(props.address, port),
    per_connection_buffer_limit_bytes: 65_536,
    enable_reuse_port: false,
    ...readingServerNameAfter(props.proxyProtocol ? [proxyProtocol({ kept: true })] : []),
    access_log: transparentAuditLog(agent, log),
    filter_chain_matcher: named,
    filter_chains: [
      {
        name: passingChain,
        filters: [toOwnPort('proxy', { tunneling_config: { hostname: '%REQUESTED_SERVER_NAME%:443' } })],
      },
      ...refusingChains.map(refusingChain),
    ],
  };
}

// a name with other characters could say more than a name in the request that is made of it
const plainName = '[-.0-9A-Za-z]+';

const tls = matching(matchInput('ServerNameInput'), plainName, chain(passingChain), chain('server-name-mismatch'));
const named = exactly(matchInput('TransportProtocolInput'), { tls: { matcher: tls } }, chain('not-tls'));
