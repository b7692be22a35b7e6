import pc from 'picocolors';
import type { Verdict } from '../verdict/verdict';
import { printable } from './printable';
import type { Report, ReportedExit, ReportedFinding, ReportedHop } from './report';
import { serviceText } from './services-text';

type Colours = ReturnType<typeof pc.createColors>;

/** The report for a terminal: the verdict of each agent, its exits, each finding with its path and its fix, and what remains. */
export function textReport(raw: Report, { colour = false }: { readonly colour?: boolean } = {}): string {
  const report = printable(raw);
  const colours = pc.createColors(colour);
  const lines = [
    headline(report, colours),
    ...report.agents.flatMap(({ id, verdict }) => ['', ...agentLines(report, id, verdict, colours)]),
    ...section(
      'Accepted in writing',
      report.accepted.map(({ id, because, until }) => `${id}, until ${until}: ${because}`),
    ),
    ...section(
      'Acceptances without effect',
      report.ignoredAcceptances.map(({ id, why }) => `${id}: ${why}`),
    ),
    ...section('Taken for granted', report.assumptions),
    ...section('What no network rule closes', report.residual),
    ...section('Read', [coverageLine(report)]),
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ verdict, agents, findings, accepted }: Report, colours: Colours): string {
  const counted = `${count(agents.length, 'agent')}, ${count(findings.length, 'finding')}`;
  return `${verdictText(verdict, colours)}${accepted.length > 0 ? `, with ${accepted.length} accepted` : ''}: ${counted}`;
}

function verdictText(verdict: Verdict, { bold, green, red, yellow }: Colours): string {
  const colour = { proven: green, refuted: red, unknown: yellow }[verdict];
  return bold(colour(verdict));
}

function agentLines(report: Report, id: string, verdict: Verdict, colours: Colours): string[] {
  const exits = report.exits.filter(({ agent }) => agent === id);
  const findings = report.findings.filter(({ agent }) => agent === id);
  return [
    `${colours.bold(id)}: ${verdictText(verdict, colours)}`,
    ...(exits.length > 0 ? exitLines(exits, colours) : ['  nothing that it sends arrives anywhere']),
    ...findings.flatMap((finding) => ['', ...findingLines(finding, colours)]),
  ];
}

/** One line for each exit; what differs only in its protocol stands in one line. */
function exitLines(exits: readonly ReportedExit[], { red, yellow, green }: Colours): string[] {
  const rows = new Map<string, string[]>();
  for (const { kind, destination, family, protocol, ports, when } of exits) {
    const key = [kind, destination, family, when].join('\0');
    rows.set(key, [...(rows.get(key) ?? []), serviceText(protocol, ports)]);
  }
  const colour = { proxy: green, confined: green, leak: red, unknown: yellow };
  return [...rows].map(([key, services]) => {
    const [kind = '', destination, family, when] = key.split('\0');
    const shown = colour[kind as keyof typeof colour](kind.padEnd(9));
    return `  ${shown} ${family} ${services.join(', ')} to ${destination}${when ? ` when ${when}` : ''}`;
  });
}

function findingLines({ id, rule, verdict, message, fix, when, path }: ReportedFinding, colours: Colours): string[] {
  return [
    `  ${colours.bold(rule)} ${verdictText(verdict, colours)}: it ${message}${when ? `, when ${when}` : ''}`,
    ...path.map((hop, index) => `    ${index + 1}. ${hopText(hop)}`),
    `    fix: ${fix}`,
    `    id: ${colours.dim(id)}`,
  ];
}

const hopText = ({ resource, type, why, file, line }: ReportedHop): string =>
  `${resource} (${type}) ${why}${file ? `  ${file}${line === null ? '' : `:${line}`}` : ''}`;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];

function coverageLine({ coverage, inputs }: Report): string {
  const sum = (counts: Report['coverage']['modelled']) => counts.reduce((total, each) => total + each.count, 0);
  const { modelled, inert, unmodelled } = coverage;
  const names = unmodelled.map(({ type }) => type).join(', ');
  const rest = unmodelled.length > 0 ? `, ${sum(unmodelled)} not understood (${names})` : '';
  return `${count(inputs.length, 'file')}: ${sum(modelled)} resources judged, ${sum(inert)} harmless${rest}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
