import { agentCredentialHeaders } from '../credential-header';
import { type DestinationCheck, duplicates } from './flaw';

/** Headers that frame or route a request, or that the proxy keeps for itself; RFC 9110 section 7.6.1 for hop-by-hop ones. */
const reserved =
  /^(connection|content-length|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-airlock-.*|x-envoy-.*)$/;

/** Headers that the proxy sets: none that frames the request, none that would carry a credential. */
export const headersCheck: DestinationCheck = ({ headers = {}, credential }) => {
  const names = Object.keys(headers);
  const problems = names.flatMap((name) => {
    const problem = headerProblem(name.toLowerCase());
    return problem ? [{ at: ['headers', name], message: `header ${problem}, got '${name}'` }] : [];
  });
  const own = credential?.type === 'header' && reserved.test(credential.header) ? [credential.header] : [];
  return [
    ...problems,
    ...duplicates(
      names.map((name) => name.toLowerCase()),
      ['headers'],
      'header',
    ),
    ...own.map((name) => ({ at: ['credential', 'header'], message: `credential.header ${reservedText}, got '${name}'` })),
  ];
};

const reservedText = 'must not be one that HTTP or the proxy sets itself: choose the one that the service documents';

function headerProblem(name: string): string | undefined {
  if (reserved.test(name)) return 'must not be one that HTTP or the proxy sets itself: remove it';
  return (agentCredentialHeaders as readonly string[]).includes(name)
    ? 'carries a credential: write it as credential'
    : undefined;
}
