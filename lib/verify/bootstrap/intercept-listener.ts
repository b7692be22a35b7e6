import { type Admission, unclear, unknownFields } from './admission';
import { namedChains } from './chain-matcher';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { secretFile } from './secret-reference';

/** A listener inside Envoy that ends the TLS of intercepted connections. */
export interface Intercept {
  readonly kind: 'intercept';
  /** What an agent may ask for that was let in to a host and port by CONNECT; undefined for what is closed. */
  readonly admissions: (agent: string, name: string) => readonly Admission[] | undefined;
}

/** What a connection manager admits to an agent whose connection is for a host and port. */
export type Admitted = (manager: Part, agent: string, name: string) => readonly Admission[];

/** An internal listener that closes what isn't TLS to the very host that CONNECT named; undefined for any other. */
export function interceptOf(listener: Part, admitted: Admitted): Intercept | undefined {
  const chains = namedChains(listener);
  if (!chains || chains.some(({ name, serverName }) => name.replace(/:\d+$/, '') !== serverName)) return undefined;
  return {
    kind: 'intercept',
    admissions: (agent, name) => {
      const found = chains.find((each) => each.name === name);
      return found && chainAdmissions(found.chain, agent, (manager) => admitted(manager, agent, name));
    },
  };
}

const where = 'the chain that ends TLS';
const chainFields = ['name', 'transport_socket', 'transport_socket_connect_timeout', 'filters'];
const managerType = 'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';

function chainAdmissions(chain: Part, agent: string, admitted: (manager: Part) => readonly Admission[]): readonly Admission[] {
  const filters = listAt(chain, 'filters')?.map(extensionAt) ?? [undefined];
  return [
    ...unknownFields(chain, where, chainFields),
    ...leafs(chain, agent),
    ...filters.flatMap((filter): readonly Admission[] => {
      if (filter?.type === managerType) return admitted(filter.config);
      return filter && notesHandshake(filter) ? [] : [unclear(`${where} has a filter of type ${filter?.type}`)];
    }),
  ];
}

/** Whether a filter notes that the handshake has ended, and can't change what CONNECT handed on. */
function notesHandshake({ type, config }: { readonly type: string; readonly config: Part }): boolean {
  const states = listAt(config, 'on_downstream_tls_handshake') ?? [undefined];
  return (
    type === 'extensions.filters.network.set_filter_state.v3.Config' &&
    hasOnly(config, ['@type', 'on_downstream_tls_handshake']) &&
    states.every((state) => textAt(state, 'object_key') === 'airlock.handshake')
  );
}

/** The destinations whose certificates the proxy shows to an agent. */
function leafs(chain: Part, agent: string): readonly Admission[] {
  const socket = extensionAt(chain.transport_socket);
  const tls = partAt(socket?.config, 'common_tls_context');
  if (socket?.type !== 'extensions.transport_sockets.tls.v3.DownstreamTlsContext') return [unclear(`${where} ends none`)];
  const certificates = listAt(tls, 'tls_certificate_sds_secret_configs') ?? [undefined];
  return [
    ...unknownFields(socket.config, where, ['@type', 'common_tls_context']),
    ...unknownFields(tls, where, ['tls_params', 'alpn_protocols', 'tls_certificate_sds_secret_configs']),
    ...certificates.map((certificate): Admission => {
      const [, destination] = /^intercept-(.+)$/.exec(textAt(certificate, 'name') ?? '') ?? [];
      const isRead = isPart(certificate) && secretFile(certificate);
      return destination && isRead
        ? { kind: 'leaf', agent, destination }
        : unclear(`${where} shows a certificate of another name`);
    }),
  ];
}
