import type { Report } from './report';
import { table } from './table';

/** A report for the terminal. */
export function reportLines(report: Report): readonly string[] {
  const { results, missing, lacks } = report;
  return [
    ...conditions(report),
    '',
    ...table(results),
    '',
    '+ direct, + direct across: µs of p50 beyond those; / nginx: taken in each round, median (quartiles); cpu: the proxy alone',
    ...missing.map((line) => `left out: ${line}`),
    ...Object.entries(lacks).flatMap(([name, list]) => list.map((what) => `${name} ${what}`)),
  ];
}

function conditions({ machine, generator, upstream, placement, plan }: Report): readonly string[] {
  const { processors, processor, system, node, envoy, nginx } = machine;
  const { rounds, sliceSeconds, connections } = plan;
  return [
    `${processors} processors (${processor}), ${system}, Node ${node}, Envoy ${envoy}, nginx ${nginx ?? 'missing'}`,
    `${generator} sends, ${upstream} answers over TLS on loopback; ${rounds} interleaved rounds of ${sliceSeconds} s`,
    placement
      ? `sender and upstream on processor ${placement.ends}, the proxy under load on processor ${placement.contender}`
      : 'every process on the processor that the system chooses',
    `latency at 1 connection, requests per second at ${connections}`,
  ];
}
