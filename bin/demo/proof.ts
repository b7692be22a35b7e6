import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pc from 'picocolors';
import { htmlReport } from '../../lib/verify/report/html/page';
import type { Report, ReportedFinding } from '../../lib/verify/report/report';
import { serviceText } from '../../lib/verify/report/services-text';
import { verify } from '../../lib/verify/verify';
import type { CloudExample } from './cloud';

type Print = (line: string) => void;

/** Where the example for a cloud and its leaky twin were synthesized. */
export interface Synthesized {
  readonly example: CloudExample;
  readonly sealed: string;
  readonly leaky: string;
}

/** Judges both, prints the verdicts and writes the example's report; true if one is proven and the other refuted. */
export function proof({ example, sealed, leaky }: Synthesized, print: Print): boolean {
  const [good, bad] = [sealed, leaky].map((folder) => verify({ paths: [folder] })) as [Report, Report];
  print(`   The example for ${example.cloud}: ${verdict(good)}. Its packets arrive here and nowhere else:`);
  for (const line of exitLines(good)) print(`     ${line}`);
  print(`   Its leaky twin in ${dirname(example.leaky)}: ${verdict(bad)}, with ${bad.findings.length} findings, such as this:`);
  for (const line of findingLines(bad)) print(`     ${line}`);
  print(`   The example's report, with a picture: ${writtenReport(example, htmlReport(good))}`);
  return good.verdict === 'proven' && bad.verdict === 'refuted';
}

const verdict = ({ verdict: text }: Report): string => pc.bold(text === 'proven' ? pc.green(text) : pc.red(text));

const exitLines = ({ exits }: Report): string[] =>
  exits.map(({ kind, destination, protocol, ports }) => `${kind.padEnd(9)} ${serviceText(protocol, ports)} to ${destination}`);

function findingLines({ findings }: Report): string[] {
  const found = findings.find(({ rule }) => rule === 'AIRLOCK-NET-001');
  return found ? [`${found.rule}: it ${found.message}`, ...steps(found)] : [];
}

const steps = ({ path }: ReportedFinding): string[] =>
  path.map(({ resource, why, line }, index) => `  ${index + 1}. ${resource} ${why}, line ${line}`);

/** Writes into the current folder, or where that can't be written into the folder for temporary files; the path. */
function writtenReport({ report }: CloudExample, page: string): string {
  const path = resolve(report);
  try {
    writeFileSync(path, page);
    return path;
  } catch {
    const other = join(tmpdir(), report);
    writeFileSync(other, page);
    return other;
  }
}
