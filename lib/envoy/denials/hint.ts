import type { Agent } from '../../policy/agent';
import type { Allow } from '../../policy/schema';
import type { BootstrapProps } from '../bootstrap-props';
import { publicUrls } from '../public-urls';
import { isGateway, type Rendered } from '../renderable';

/** What an agent may do instead, for hints in denials. */
export interface Alternatives {
  /** `http://PROXY:8080/NAME/` of each gateway. */
  readonly gateways: readonly string[];
  /** `HOST:PORT` of each tunnel and intercept. */
  readonly connects: readonly string[];
  /** The value for HTTPS_PROXY. */
  readonly proxyUrl: string;
  readonly limits: Agent['limits'];
}

/** What this agent may do. */
export function alternatives({ destinations, limits }: Agent, props: BootstrapProps): Alternatives {
  const urls = publicUrls(props);
  const rendered = destinations as readonly Rendered[];
  const others = rendered.filter((destination) => !isGateway(destination));
  return {
    gateways: rendered.filter(isGateway).map(({ name }) => `${urls.gateway}/${name}/`),
    connects: others.flatMap(({ hosts, ports }) => hosts.flatMap(({ text }) => ports.map((port) => `${text}:${port}`))),
    proxyUrl: urls.proxy,
    limits,
  };
}

const askFor = 'or ask the operator to add what the task needs to airlock.yaml';

/** Of a host that no destination has. */
export const hostHint = ({ connects, gateways }: Alternatives): string =>
  `CONNECT goes to ${listed(connects)}; gateways are ${listed(gateways)}; use one of these, ${askFor}`;

/** Of a first path segment that names no gateway. */
export const gatewayHint = ({ gateways }: Alternatives): string => `gateways: ${listed(gateways)}; use one of these, ${askFor}`;

/** Of a method that a path doesn't take. */
export const methodHint = (methods: readonly string[]): string =>
  methods.length > 0 ? `this path takes ${listed(methods)}: use that, ${askFor}` : 'no path takes this method';

/** Of a path that no rule takes. */
export const pathHint = (rules: readonly Allow[]): string =>
  `allowed here: ${listed(rules.map(({ methods, path }) => `${methods.join('|')} ${path}`))}; use one of these, ${askFor}`;

/** Of a credential that the proxy doesn't have: the agent can't give it. */
export const credentialHint = (destination: string, secret: string | undefined): string =>
  `only the operator can mend this: the proxy has no value for ${secret ? `the secret ${secret} of ` : 'the credential of '}${destination} (run: --secret ${secret ?? 'NAME'}=file:PATH); tell them, and send no key of your own`;

const most = 8;

function listed(all: readonly string[]): string {
  if (all.length === 0) return 'none';
  const more = all.length > most ? `, and ${all.length - most} more` : '';
  return `${all.slice(0, most).join(', ')}${more}`;
}
