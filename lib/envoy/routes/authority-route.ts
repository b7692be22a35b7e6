import { authorityPath } from '../../policy/authority-path';
import type { BootstrapProps, Interception } from '../bootstrap-props';
import { certificateData } from '../certificate-data';
import type { EnvoyConfig } from '../extension';
import { filterNames } from '../filters/filter-names';
import { alsoAtProxyPort } from '../filters/right-port';
import { routeMetadata } from './route-metadata';

/** The route by which an agent fetches the certificate that it must trust: at the gateway port, and at the proxy port under the proxy's own name. */
export function authorityRoute({ ca }: Interception, props: BootstrapProps): EnvoyConfig {
  return {
    match: { path: authorityPath, headers: [{ name: ':method', string_match: { exact: 'GET' } }] },
    metadata: routeMetadata({ reason: 'allowed' }),
    direct_response: { status: 200, body: certificateData(ca) },
    typed_per_filter_config: {
      [filterNames.port]: alsoAtProxyPort(props, { suffix: `:${props.proxyPort}` }),
    },
  };
}
