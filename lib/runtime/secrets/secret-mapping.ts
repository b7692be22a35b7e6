import type { Agent } from '../../policy/agent';
import { certificateNames, secretNames } from '../../policy/destination';
import type { EgressPolicy } from '../../policy/egress-policy';
import { StartError } from '../start-error';
import type { SecretSource } from './secret-source';

/** A source for every secret that the agent's destinations use, and for certificates of their `upstream.ca` where one was given. */
export interface SecretMapping {
  readonly secrets: ReadonlyMap<string, SecretSource>;
  readonly certificates: ReadonlyMap<string, SecretSource>;
}

/**
 * Brings sources and agent together; throws a StartError with every secret that has no source, every source that nothing
 * in the policy has, and every certificate that neither has a source nor `upstreamCa` to fall back to. What only other
 * agents use may be given and isn't read.
 */
export function secretMapping(
  policy: EgressPolicy,
  { destinations }: Agent,
  given: Readonly<Record<string, SecretSource>>,
  upstreamCa: string | undefined,
): SecretMapping {
  const secrets = secretNames(destinations);
  const certificates = certificateNames(destinations);
  const known = [...policy.secrets, ...policy.certificates];
  const without = (names: readonly string[]) => names.filter((name) => !Object.hasOwn(given, name));
  const problems = [
    ...without(secrets).map((name) => `secret '${name}' has no source: give --secret ${name}=file:PATH or ${name}=env:VARIABLE`),
    ...(upstreamCa === undefined ? without(certificates) : []).map(
      (name) =>
        `certificate '${name}' of upstream.ca has no source: give --secret ${name}=file:PATH, or --upstream-ca FILE for all`,
    ),
    ...Object.keys(given)
      .filter((name) => !known.includes(name))
      .map(
        (name) =>
          `the policy has no secret '${name}': remove --secret ${name}=…${known.length > 0 ? `, or use ${known.join(', ')}` : ''}`,
      ),
  ];
  if (problems.length > 0) throw new StartError(problems);
  return { secrets: chosen(secrets, given), certificates: chosen(certificates, given) };
}

function chosen(names: readonly string[], given: Readonly<Record<string, SecretSource>>): ReadonlyMap<string, SecretSource> {
  return new Map(names.flatMap((name) => (given[name] ? [[name, given[name]] as const] : [])));
}
