import { join } from 'node:path';
import { parseJson } from '../../inputs/parse-json';
import { UnusableInput } from '../../unusable-input';
import { type Json, member, members } from './json';
import { isFile, readInput } from './read-input';
import type { TemplateSource } from './template-source';

const manifestOf = (folder: string): string => join(folder, 'manifest.json');

/** Whether a folder is what `cdk synth` writes. */
export const isCloudAssembly = (folder: string): boolean => isFile(manifestOf(folder));

/** The stacks of a `cdk.out` and of its stages. Throws an UnusableInput if there are none. */
export function cloudAssembly(folder: string): TemplateSource[] {
  const found = stacksOf(folder, '', 0);
  if (found.length === 0) throw new UnusableInput(`${folder} holds no stacks: run 'cdk synth' first`);
  return found;
}

function stacksOf(folder: string, stage: string, depth: number): TemplateSource[] {
  if (depth > 10) throw new UnusableInput(`${folder} is a cloud assembly inside itself: run 'cdk synth' again`);
  return members(member(manifest(folder), 'artifacts')).flatMap(([id, artifact]) => {
    const properties = member(artifact, 'properties');
    const type = member(artifact, 'type');
    if (type === 'aws:cloudformation:stack') return [stackOf(folder, stage, id, artifact)];
    if (type !== 'cdk:cloud-assembly') return [];
    const name = textOr(member(properties, 'directoryName'), id);
    return stacksOf(join(folder, name), stage === '' ? name : `${stage}/${name}`, depth + 1);
  });
}

function manifest(folder: string): Json {
  const file = manifestOf(folder);
  return parseJson(readInput(file), file, ": run 'cdk synth' again");
}

function stackOf(folder: string, assembly: string, id: string, artifact: Json): TemplateSource {
  const properties = member(artifact, 'properties');
  const stackName = textOr(member(properties, 'stackName'), id);
  const file = join(folder, textOr(member(properties, 'templateFile'), `${id}.template.json`));
  return { file, stack: stackName, alternative: id, stackName, assembly, ...environmentOf(member(artifact, 'environment')) };
}

/** Reads `aws://123456789012/eu-west-1`; the CDK writes `unknown-account` and `unknown-region` for what is left open. */
function environmentOf(value: Json | undefined): { account?: string; region?: string } {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  return { ...(/^\d{12}$/.test(account) && { account }), ...(/^[a-z]+(-[a-z]+)+-\d+$/.test(region) && { region }) };
}

const textOr = (value: Json | undefined, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
