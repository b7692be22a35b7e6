import { accessCheck } from './checks/access';
import { addressesCheck } from './checks/addresses';
import { agentIssues } from './checks/agents';
import { credentialCheck } from './checks/credential';
import { setCredentialHeaders } from './checks/credential-headers';
import type { DestinationCheck } from './checks/flaw';
import { headersCheck } from './checks/headers';
import { hostsCheck } from './checks/hosts';
import type { Located } from './checks/located';
import { repeatedNames } from './checks/names';
import { overlaps } from './checks/overlaps';
import { rulesCheck } from './checks/rules';
import type { Issue } from './issue';
import { destinationSchema, type PolicyDocument, policySchema } from './schema';
import { shapeIssues } from './shape-issues';

/** A document and no issues, or issues and no document. */
export type Checked =
  | { readonly document: PolicyDocument }
  | { readonly document?: undefined; readonly issues: readonly Issue[] };

const destinationChecks: readonly DestinationCheck[] = [
  hostsCheck,
  accessCheck,
  rulesCheck,
  headersCheck,
  credentialCheck,
  addressesCheck,
];

/** Judges shape and meaning. What a misshapen part leaves of the policy is judged too, so that all issues come at once. */
export function checkPolicy(input: unknown): Checked {
  const shape = policySchema.safeParse(input);
  const located = shape.success
    ? shape.data.destinations.map((destination, index) => ({ index, destination }))
    : wellShaped(input);
  const issues = [
    ...(shape.success ? [] : shapeIssues(shape.error, input)),
    ...destinationIssues(located),
    ...(shape.success ? agentIssues(shape.data) : []),
  ];
  return shape.success && issues.length === 0 ? { document: withLowerCaseHosts(shape.data) } : { issues };
}

function wellShaped(input: unknown): Located[] {
  const destinations = typeof input === 'object' && input !== null && 'destinations' in input ? input.destinations : [];
  if (!Array.isArray(destinations)) return [];
  return destinations.flatMap((written, index) => {
    const { data: destination } = destinationSchema.safeParse(written);
    return destination ? [{ index, destination }] : [];
  });
}

function destinationIssues(located: readonly Located[]): Issue[] {
  const withHosts = located.filter(({ destination }) => hostsCheck(destination).length === 0);
  return [...located.flatMap(ownIssues), ...repeatedNames(located), ...setCredentialHeaders(located), ...overlaps(withHosts)];
}

function ownIssues({ index, destination }: Located): Issue[] {
  return destinationChecks
    .flatMap((check) => check(destination))
    .map(({ at, message }) => ({
      path: ['destinations', index, ...at],
      message: `destination '${destination.name}': ${message}`,
    }));
}

function withLowerCaseHosts(document: PolicyDocument): PolicyDocument {
  const destinations = document.destinations.map((destination) => ({
    ...destination,
    ...(destination.host !== undefined && { host: destination.host.toLowerCase() }),
    ...(destination.hosts && { hosts: destination.hosts.map((host) => host.toLowerCase()) }),
  }));
  return { ...document, destinations };
}
