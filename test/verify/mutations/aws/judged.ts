import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { cloudFormationSystems } from '../../../../lib/verify/cloudformation/systems';
import { judgeAll } from '../../../../lib/verify/judge';
import type { Report } from '../../../../lib/verify/report/report';
import { reportOf } from '../../../../lib/verify/report/report-of';
import { template } from '../../cloudformation/evaluate/fixture';
import { type Body, type Fixture, Site } from './site';

/** What the judge says of a changed site. */
export interface Judged {
  readonly verdict: Report['verdict'];
  /** Logical ids in the paths of findings, refuting ones only where there are any. */
  readonly named: readonly string[];
  /** The findings in words, for a test that fails. */
  readonly text: string;
}

export function judged(site: Site): Judged {
  const { names, ports } = site.fixture;
  const templates = Object.entries({ S: site.body, ...site.beside }).map(([stack, body]) => loaded(stack, body));
  const roles = { agents: [{ id: `S/${names.agent}` }], proxies: [{ id: `S/${names.proxy}`, ports }] };
  const report = reportOf(judgeAll(cloudFormationSystems(templates, roles)), [], {});
  const telling = report.findings.filter(({ verdict }) => verdict === report.verdict);
  return {
    verdict: report.verdict,
    named: [...new Set(telling.flatMap(({ path }) => path.map(({ resource }) => resource.replace(/^.*\//, ''))))].sort(),
    text: report.findings
      .map(
        ({ rule, verdict, message, path }) =>
          `${verdict} ${rule} ${message}\n    ${path.map(({ resource, why }) => `${resource} ${why}`).join('\n    ')}`,
      )
      .join('\n'),
  };
}

const loaded = (stack: string, body: Body) => template(body as unknown as JsonMapping, { stack, stackName: stack });

/** The sealed fixture after one change. */
export function changed(fixture: Fixture, change: (site: Site) => unknown): Site {
  const site = new Site(fixture);
  change(site);
  return site;
}
