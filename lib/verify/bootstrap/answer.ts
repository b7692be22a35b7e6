import { authorityPath } from '../../policy/authority-path';
import { type Admission, unclear } from './admission';
import { isPart, type Part, partAt, textAt, valueAt } from './envoy-config';

/** Whether the proxy answers by itself. */
export const isAnswered = (route: unknown): boolean =>
  isPart(route) && isPart(route.direct_response) && !('route' in route) && !('filter_action' in route);

/** What isn't known of an answer: only the certificate that agents trust is read from elsewhere. */
export function answerProblems(route: Part): Admission[] {
  const body = partAt(route, 'direct_response', 'body');
  const isCertificate = textAt(route, 'match', 'path') === authorityPath;
  return body === undefined || 'inline_string' in body || isCertificate ? [] : [unclear('an answer that is read from a file')];
}

// commands of Envoy's formats that give what isn't the request's
const reading = /%(?:ENVIRONMENT|FILE_CONTENT|SECRET)\(|"command\\*":\\*"(?:ENVIRONMENT|FILE_CONTENT|SECRET)/;

/** Answers and formats by which the proxy would give away what it holds. */
export function secretsGivenAway(config: Part): Admission[] {
  const text = JSON.stringify(config);
  const secrets = sourcesIn(config);
  const bodies = bodiesIn(config).filter((body) => sourcesIn(body).some((source) => secrets.includes(source)));
  return [
    ...(reading.test(text) ? [unclear('what it says of its own variables and files')] : []),
    ...bodies.map(() => unclear('an answer that is read from where a secret is')),
  ];
}

const sources = ['environment_variable', 'filename', 'path'];
const notSecret = ['trusted_ca', 'certificate_chain', 'access_log', 'direct_response', 'match', 'watched_directory'];

/** The variables and files that a part is read from; what verifies others is no secret. */
function sourcesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(sourcesIn);
  if (!isPart(part)) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    if (notSecret.includes(name)) return [];
    return sources.includes(name) && typeof value === 'string' ? [value] : sourcesIn(value);
  });
}

function bodiesIn(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part.flatMap(bodiesIn);
  if (!isPart(part)) return [];
  const body = valueAt(part, 'direct_response', 'body');
  return [...(body === undefined ? [] : [body]), ...Object.values(part).flatMap(bodiesIn)];
}
