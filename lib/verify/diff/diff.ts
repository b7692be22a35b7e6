import { basename } from 'node:path';
import type { Report, ReportedExit, ReportedFinding } from '../report/report';

/** What a change opens or closes. */
export interface Difference {
  readonly opened: Part;
  readonly closed: Part;
  /** Whether it adds a leak that isn't accepted: an exit of that kind, or a finding that refutes. */
  readonly leaks: boolean;
}

export interface Part {
  readonly exits: readonly ReportedExit[];
  readonly findings: readonly ReportedFinding[];
}

/** Compares two reports by exits and findings, whatever their paths and lines. Two single templates are compared whatever their files' names. */
export function difference(before: Report, after: Report): Difference {
  const [one, other] = [keysOf(before), keysOf(after)];
  const opened = beyond(after, other, one);
  return { opened, closed: beyond(before, one, other), leaks: leaks(opened, after) };
}

const leaks = ({ exits, findings }: Part, after: Report): boolean =>
  exits.some((exit) => exit.kind === 'leak' && !isAccepted(exit, after)) || findings.some(({ verdict }) => verdict === 'refuted');

/** Whether the finding of an exit's destination is accepted. */
const isAccepted = ({ agent, destination }: ReportedExit, { accepted }: Report): boolean =>
  accepted.some(({ id }) => `${agent}/${destination} `.startsWith(`${id.slice(id.indexOf('/') + 1)} `));

interface Keys {
  readonly exit: (exit: ReportedExit) => string;
  readonly finding: (finding: ReportedFinding) => string;
  readonly all: ReadonlySet<string>;
}

function keysOf({ inputs, exits, findings }: Report): Keys {
  const [only, ...more] = inputs;
  const stack =
    only && more.length === 0 ? `${basename(only.path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '')}/` : undefined;
  const neutral = (text: string) => (stack === undefined ? text : text.replaceAll(stack, ''));
  const exit = ({ agent, kind, destination, family, protocol, ports }: ReportedExit) =>
    JSON.stringify([neutral(agent), kind, neutral(destination), family, protocol, ports]);
  const finding = ({ id, verdict }: ReportedFinding) => JSON.stringify([neutral(id), verdict]);
  return { exit, finding, all: new Set([...exits.map(exit), ...findings.map(finding)]) };
}

function beyond({ exits, findings }: Report, own: Keys, other: Keys): Part {
  return {
    exits: exits.filter((exit) => !other.all.has(own.exit(exit))),
    findings: findings.filter((finding) => !other.all.has(own.finding(finding))),
  };
}
