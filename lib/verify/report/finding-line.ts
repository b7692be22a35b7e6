import type { ReportedFinding } from './report';

/** A finding in one line, with its path, its fix and its id, as synthesis prints it. */
export function findingLine({ rule, agent, message, fix, path, when, id }: ReportedFinding): string {
  const steps = path.map(({ resource, why }) => `${resource} ${why}`).join(' → ');
  return `${rule}: ${agent} ${message}${when ? `, when ${when}` : ''}; path: ${steps}; to fix it, ${fix}; its id is '${id}'`;
}
