import { resolve } from 'node:path';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { interceptedBy, type Rendered, type RenderProps } from './rendered';

// where `agent-airlock certificates` puts it unless told otherwise
const defaultFile = 'certificates/bundle.pem';

/** The agent's variables, as a shell reads them; those of certificates where something is intercepted, or a file is named. */
export function env({ policy, caFile: named, ...props }: RenderProps): Rendered {
  const isNeeded = interceptedBy({ policy, ...props }).length > 0;
  const caFile = named ?? (isNeeded ? defaultFile : undefined);
  const variables = agentEnvironment(policy, { ...props, ...(caFile !== undefined && { caFile: resolve(caFile) }) });
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}\n`);
  return { text: lines.join(''), mode: 0o644, notes: caFile === undefined ? [] : [noteOn(resolve(caFile))] };
}

const noteOn = (file: string): string =>
  `certificates that the agent trusts are read from ${file}: 'agent-airlock certificates' makes it as bundle.pem, 'agent-airlock run --ca-file FILE' for one run`;

// what a shell would read differently is quoted; the rest stays as other readers of such files take it
const quoted = (value: string): string => (/^[\w.,:/@%+=-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);
