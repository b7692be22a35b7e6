import { createHash } from 'node:crypto';
import { allRules } from '../rules/all-rules';
import type { Rule } from '../rules/rule';
import { artifactUri } from './artifact-uri';
import { printable } from './printable';
import type { Report, ReportedFinding, ReportedHop } from './report';

/** GitHub, "SARIF support for code scanning": a file with more results is refused. */
const mostResults = 25_000;

/**
 * The report as SARIF 2.1.0, as code scanning takes it: a result for each finding, with its path as a code flow. Files are named relative to
 * `root`, the repository's root folder.
 */
export function sarifReport({ findings, inputs, tool }: Report, root: string): unknown {
  const kept = worstFirst(findings).slice(0, mostResults);
  const files = new Files(root, inputs[0]?.path ?? '.');
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { ...tool, rules: allRules.map(descriptor) } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(findings.length - kept.length) }],
        results: kept.map((finding) => result(finding, files)),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

const worstFirst = (findings: readonly ReportedFinding[]): ReportedFinding[] => [
  ...findings.filter(({ verdict }) => verdict === 'refuted'),
  ...findings.filter(({ verdict }) => verdict !== 'refuted'),
];

const notifications = (left: number): unknown[] =>
  left === 0
    ? []
    : [{ level: 'warning', message: { text: `${left} more findings are left out: code scanning takes ${mostResults}` } }];

const descriptor = ({ id, title }: Rule): unknown => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: `${title}.` },
  help: { text: `${title}. docs/rules.md of agent-airlock says why, with a bad and a good example.` },
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['security'], precision: 'high', 'security-severity': '8.0' },
});

function result({ id, rule, verdict, agent, message, fix, when, path }: ReportedFinding, files: Files): unknown {
  const text = `${agent} ${message}${when ? `, when ${when}` : ''}. To fix it, ${fix}.`;
  return {
    ruleId: rule,
    level: verdict === 'refuted' ? 'error' : 'warning',
    message: { text: printable(text) },
    // a result without a location isn't shown, and only the first is
    locations: [files.locationOf(path.findLast(({ file }) => file !== ''))],
    // of a finding, not of a line: templates move
    partialFingerprints: { primaryLocationLineHash: `${createHash('sha256').update(id).digest('hex').slice(0, 16)}:1` },
    properties: { findingId: printable(id) },
    ...(path.length > 0 && {
      codeFlows: [{ threadFlows: [{ locations: path.map((hop) => ({ location: files.locationOf(hop) })) }] }],
    }),
  };
}

/** Places as SARIF names them. */
class Files {
  constructor(
    private readonly root: string,
    /** What is named where a hop has no file of its own. */
    private readonly fallback: string,
  ) {}

  locationOf(hop: ReportedHop | undefined): unknown {
    const line = hop?.line ?? 1;
    return {
      physicalLocation: {
        artifactLocation: { uri: artifactUri(hop?.file || this.fallback, this.root) },
        region: { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
      },
      ...(hop && described(hop)),
    };
  }
}

const described = (hop: ReportedHop): object => {
  const { resource, pointer, why } = printable(hop);
  return { logicalLocations: [{ fullyQualifiedName: resource, name: pointer }], message: { text: `${resource} ${why}` } };
};
