import { judgeAll } from './judge';
import type { Report } from './report/report';
import { type ReportOptions, reportOf } from './report/report-of';
import { parseObject } from './terraform/load/json';
import type { TerraformConfiguration } from './terraform/load/loaded-terraform';
import { isTerraformConfiguration } from './terraform/load/sniff';
import { terraformSystems } from './terraform/systems';
import { UnusableInput } from './unusable-input';

/** A configuration in Terraform's JSON that is in memory. */
export interface ConfigurationInMemory {
  /** The stack's name: the first part of resource ids where there are several. */
  readonly stack: string;
  /** As a `TerraformStack.toTerraform()` gives it. Modules that it calls count as not there. */
  readonly body: object;
}

/**
 * Judges configurations that are deployed together, before they are written anywhere; agents and proxies are those that are marked in them.
 * Throws an UnusableInput if there are none.
 */
export function verifyConfigurations(configurations: readonly ConfigurationInMemory[], options: ReportOptions): Report {
  const written = configurations.map(({ stack, body }) => ({
    stack,
    file: `stacks/${stack}/cdk.tf.json`,
    text: JSON.stringify(body, undefined, 2),
  }));
  const files = written.map(({ file, text }) => ({ path: file, content: () => Buffer.from(text) }));
  const systems = terraformSystems(written.map(loadedConfiguration), { agents: [], proxies: [] });
  return reportOf(judgeAll(systems, options), files, options);
}

interface Written {
  readonly stack: string;
  readonly file: string;
  readonly text: string;
}

function loadedConfiguration({ stack, file, text }: Written): TerraformConfiguration {
  const document = parseObject(text, file);
  if (isTerraformConfiguration(document) || isEmpty(document))
    return { kind: 'configuration', name: stack, source: { files: [{ file, document }], modules: new Map() } };
  throw new UnusableInput(`${file} isn't Terraform configuration: give what TerraformStack.toTerraform() gives`);
}

/** A stack that has nothing yet. */
const isEmpty = (document: object): boolean => Object.keys(document).every((name) => name === '//');
