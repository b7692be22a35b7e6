import type { Aim } from '../part';
import type { Report } from '../report';
import { markdownTable, type Table, terminalTable } from './table';

/** A report for the terminal. */
export function terminalLines(report: Report): readonly string[] {
  return [
    ...conditions(report),
    ...Object.values(report.sections).flatMap(({ title, table, notes }) => [
      '',
      title,
      '',
      ...terminalTable(table),
      '',
      ...notes,
    ]),
    ...(aimsTable(report).length > 1 ? ['', ...terminalTable(aimsTable(report))] : []),
  ];
}

/** A report for the page that shows it, below the headings of its author. */
export function markdownLines(report: Report): readonly string[] {
  return [
    conditions(report).join(' '),
    '',
    ...markdownTable(aimsTable(report)),
    ...Object.values(report.sections).flatMap(({ title, table, notes }) => [
      '',
      `### ${title}`,
      '',
      ...markdownTable(table),
      '',
      ...notes.map((note) => `- ${note}`),
    ]),
  ];
}

function conditions({ machine, placement, quick }: Report): readonly string[] {
  const { processors, processor, system, load, date, versions } = machine;
  return [
    `${date}, ${processors} processors (${processor}), ${system}, load ${load.toFixed(1)} at the end;`,
    `${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    placement
      ? `Sender and upstream on processor ${placement.ends}, the proxy under load on processor ${placement.contender}.`
      : 'Every process on the processor that the system chose.',
    ...(quick ? ['A quick run: few rounds, wide errors.'] : []),
  ];
}

function aimsTable({ sections }: Report): Table {
  const aims = Object.values(sections).flatMap(({ aims }) => aims);
  return [['aim', 'bound', 'got', ''], ...aims.map(aimRow)];
}

const aimRow = ({ what, bound, got, met }: Aim): readonly string[] => [
  what,
  bound,
  got === undefined ? 'not measured' : got.toFixed(2),
  met ? 'met' : got === undefined ? '' : 'missed',
];
