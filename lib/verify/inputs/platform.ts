import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFile, isFolder, readInput } from '../cloudformation/load/read-input';
import { showPlan } from '../terraform/load/show-plan';
import { isTerraform } from '../terraform/load/sniff';
import { UnusableInput } from '../unusable-input';

/** What a path holds. */
export type Platform = 'cloudformation' | 'terraform';

/** Tells by content: Terraform's JSON is known by its blocks, everything else is read as CloudFormation. Throws an UnusableInput. */
export function platformOf(path: string): Platform {
  if (isFolder(path)) return platformOfFolder(path);
  if (/\.tf(vars)?$/.test(path)) throw new UnusableInput(`${path} is HCL: ${showPlan}`);
  const text = readInput(path);
  if (text.startsWith('PK\u0003\u0004'))
    throw new UnusableInput(`${path} is a plan as Terraform keeps it, or an archive: ${showPlan}`);
  if (text.trim() === '') throw new UnusableInput(`${path} is empty: give a synthesized template, a cdk.out, or Terraform JSON`);
  return isTerraform(parsed(text)) ? 'terraform' : 'cloudformation';
}

function platformOfFolder(path: string): Platform {
  if (isFile(join(path, 'manifest.json')) && !isFolder(join(path, 'stacks'))) return 'cloudformation';
  const names = readdirSync(path);
  if (names.includes('stacks') || names.some((name) => name.endsWith('.tf.json') || name.endsWith('.tf'))) return 'terraform';
  throw new UnusableInput(
    `${path} is a folder without manifest.json or *.tf.json: give a cdk.out, a cdktf.out, or the files themselves`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // YAML, or broken: the reader of templates says which
    return undefined;
  }
}
