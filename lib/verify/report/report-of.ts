import type { EgressPolicy } from '../../policy/egress-policy';
import { digests } from '../inputs/digest';
import type { InputFile } from '../inputs/input';
import type { Judgement } from '../judge';
import { type Acceptance, settle } from '../verdict/acceptance';
import { mergedExits, mergedFindings } from '../verdict/merge-worlds';
import { worst } from '../verdict/verdict';
import type { Hop } from '../world/hop';
import { assumptions } from './assumptions';
import { mergedCoverage } from './coverage';
import { Lines } from './lines';
import { packageVersion } from './package-version';
import type { Report } from './report';
import { residualOf } from './residual';

export interface ReportOptions {
  /** @default - nothing is accepted */
  readonly accept?: readonly Acceptance[];
  /** Decides which acceptances have expired. @default - now */
  readonly now?: Date;
  /** What the deployed proxies are held against. @default - nothing */
  readonly policy?: EgressPolicy;
}

/** The report of what was judged, with acceptances settled, in an order that is the same in every run. */
export function reportOf(judgements: readonly Judgement[], files: readonly InputFile[], options: ReportOptions): Report {
  const lines = new Lines(files);
  const withLines = <T extends { readonly path: readonly Hop[] }>(each: T) => ({ ...each, path: lines.of(each.path) });
  const all = judgements.flatMap(({ worlds }) => mergedFindings(worlds));
  const { findings, accepted, ignored } = settle(all, options.accept ?? [], options.now ?? new Date());
  const verdictOf = (id: string) => worst(findings.filter(({ agent }) => agent === id).map(({ verdict }) => verdict));
  const agents = [...new Set(judgements.flatMap((judgement) => judgement.agents))].sort();
  return {
    schemaVersion: 1,
    tool: { name: 'agent-airlock', version: packageVersion() },
    inputs: digests(files),
    verdict: worst(findings.map(({ verdict }) => verdict)),
    agents: agents.map((id) => ({ id, verdict: verdictOf(id) })),
    exits: judgements.flatMap(({ worlds }) => mergedExits(worlds)).map(withLines),
    findings: findings.map(withLines),
    assumptions: [...new Set([...assumptions, ...judgements.flatMap((judgement) => judgement.assumptions)])],
    residual: residualOf(options.policy),
    accepted,
    ignoredAcceptances: ignored,
    coverage: mergedCoverage(judgements.map(({ coverage }) => coverage)),
  };
}
