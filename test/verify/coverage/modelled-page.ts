import { modelledTypes as modelledAws } from '../../../lib/verify/cloudformation/resource-types';
import { inertTypes as inertAws } from '../../../lib/verify/cloudformation/resource-types/inert-types';
import type { ModelledType } from '../../../lib/verify/coverage/modelled-type';
import { modelledTypes as modelledGoogle } from '../../../lib/verify/terraform/resource-types';
import { inertTypes as inertGoogle } from '../../../lib/verify/terraform/resource-types/inert-types';

/** The page that says what the judge reads, made from the judge's own tables. */
export const modelledPage = (): string =>
  [
    '# What the judge models',
    '',
    'Made from the tables in `lib/verify`; a test holds them together. A type in neither table makes the verdict `unknown` if it could touch an',
    "agent, its network, its identity or the proxy: if it refers to one of them, or one of them refers to it. Otherwise it is counted as 'not",
    "understood' in the report, and decides nothing. What is in a table and doesn't exist before deployment (an import, a dynamic reference, a",
    'custom resource) makes what it decides `unknown` in any case.',
    '',
    ...cloud('CloudFormation', modelledAws, inertAws),
    ...cloud('Terraform, the google provider', modelledGoogle, inertGoogle),
  ].join('\n');

function cloud(
  name: string,
  modelled: Readonly<Record<string, ModelledType>>,
  inert: Readonly<Record<string, string>>,
): string[] {
  const rows = sorted(modelled).map(([type, { reads, unknownWhen }]) => [
    code(type),
    reads.map(code).join(' ') || 'that it is there',
    unknownWhen,
  ]);
  const harmless = sorted(inert).map(([type, why]) => [code(type), why]);
  return [
    ...[`## ${name}: modelled`, '', ...table(['type', 'what is read', 'unknown when'], rows), ''],
    ...[`## ${name}: harmless`, '', ...table(['type', 'because it'], harmless), ''],
  ];
}

const sorted = <T>(rows: Readonly<Record<string, T>>): [string, T][] => Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
