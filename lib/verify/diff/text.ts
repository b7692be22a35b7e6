import pc from 'picocolors';
import { printable } from '../report/printable';
import { serviceText } from '../report/services-text';
import type { Difference, Part } from './diff';

/** What a change opens and closes, a line each; what it opens stands first. */
export function differenceText(raw: Difference, { colour = false }: { readonly colour?: boolean } = {}): string {
  const { opened, closed, leaks } = printable(raw);
  const { green, red, bold } = pc.createColors(colour);
  const lines = [...linesOf(opened).map((line) => red(`+ ${line}`)), ...linesOf(closed).map((line) => green(`- ${line}`))];
  const verdict = leaks ? red(bold('it opens a way out')) : lines.length > 0 ? 'it opens no way out' : 'nothing opens or closes';
  return `${[...lines, verdict].join('\n')}\n`;
}

function linesOf({ exits, findings }: Part): string[] {
  return [
    ...exits.map(
      ({ agent, kind, family, protocol, ports, destination, when }) =>
        `${kind} ${agent}: ${family} ${serviceText(protocol, ports)} to ${destination}${when ? ` when ${when}` : ''}`,
    ),
    ...findings.map(({ rule, verdict, agent, message }) => `${rule} ${verdict} ${agent}: it ${message}`),
  ];
}
