import type { JsonMapping } from './cloudformation/load/json';
import type { LoadedTemplate } from './cloudformation/load/loaded-template';
import { cloudFormationSystems } from './cloudformation/systems';
import { judgeAll } from './judge';
import type { Report } from './report/report';
import { type ReportOptions, reportOf } from './report/report-of';

/** A CloudFormation template that is in memory. */
export interface TemplateInMemory {
  /** The stack's name: the first part of resource ids. */
  readonly stack: string;
  readonly body: object;
  /** Of nested stacks, by their logical ids. @default - none */
  readonly nested?: Readonly<Record<string, TemplateInMemory>>;
  /** The account of the stack's environment. @default - unknown */
  readonly account?: string;
  /** The region of the stack's environment. @default - unknown */
  readonly region?: string;
}

/**
 * Judges templates that are deployed together, before they are written anywhere; agents and proxies are those that their metadata marks.
 * Throws an UnusableInput if there are none.
 */
export function verifyTemplates(templates: readonly TemplateInMemory[], options: ReportOptions): Report {
  const loaded = templates.map(loadedTemplate);
  const files = loaded.flatMap(withNested).map(({ file, text }) => ({ path: file, content: () => Buffer.from(text) }));
  return reportOf(judgeAll(cloudFormationSystems(loaded, { agents: [], proxies: [] }), options), files, options);
}

const withNested = (template: LoadedTemplate): LoadedTemplate[] => [
  template,
  ...[...template.nested.values()].flatMap(withNested),
];

function loadedTemplate({ stack, body, nested = {}, account, region }: TemplateInMemory): LoadedTemplate {
  const text = JSON.stringify(body, undefined, 1);
  const inner = Object.entries(nested).map(
    ([id, template]) => [id, loadedTemplate({ ...template, stack: `${stack}/${id}` })] as const,
  );
  return {
    ...{ stack, stackName: stack, file: `${stack}.template.json`, text, assembly: '', account, region },
    body: JSON.parse(text) as JsonMapping,
    nested: new Map(inner),
  };
}
