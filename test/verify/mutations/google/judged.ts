import { judgeAll } from '../../../../lib/verify/judge';
import type { Report } from '../../../../lib/verify/report/report';
import { reportOf } from '../../../../lib/verify/report/report-of';
import type { LoadedTerraform } from '../../../../lib/verify/terraform/load/loaded-terraform';
import { terraformSystems } from '../../../../lib/verify/terraform/systems';
import { configured } from '../../terraform/evaluate/worlds-of';
import { type Fixture, Site } from './site';

/** What the judge says of a changed site. */
export interface Judged {
  readonly verdict: Report['verdict'];
  /** Addresses in the paths of findings, refuting ones only where there are any. */
  readonly named: readonly string[];
  /** The findings in words, for a test that fails. */
  readonly text: string;
  /** Whether the agent comes to the proxy. */
  readonly reachesProxy: boolean;
}

export const judged = (site: Site): Judged => judgedInput(configured(site.document()), site.fixture);

export function judgedInput(input: LoadedTerraform, { names, port, marked = false }: Fixture): Judged {
  const named = { agents: [{ id: `google_${names.agent}` }], proxies: [{ id: `google_${names.proxy}`, ports: [port] }] };
  const roles = marked ? { agents: [], proxies: [] } : named;
  const report = reportOf(judgeAll(terraformSystems([input], roles)), [], {});
  const telling = report.findings.filter(({ verdict }) => verdict === report.verdict);
  return {
    verdict: report.verdict,
    named: [...new Set(telling.flatMap(({ path }) => path.map(({ resource }) => resource)))].sort(),
    text: report.findings
      .map(({ rule, verdict, message, path }) => {
        const hops = path.map(({ resource, why }) => `${resource} ${why}`);
        return `${verdict} ${rule} ${message}\n    ${hops.join('\n    ')}`;
      })
      .join('\n'),
    reachesProxy: report.exits.some(({ kind }) => kind === 'proxy'),
  };
}

/** The sealed fixture after one change. */
export function changed(fixture: Fixture, change: (site: Site) => unknown): Site {
  const site = new Site(fixture);
  change(site);
  return site;
}
