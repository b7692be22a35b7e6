import type { Input } from './inputs/input';
import { type Platform, platformOf } from './inputs/platform';
import { judgeAll } from './judge';
import type { Report } from './report/report';
import { reportOf } from './report/report-of';
import type { RolesRequest } from './system';
import { UnusableInput } from './unusable-input';
import type { VerifyOptions } from './verify-options';

/** Reads the files of a platform. Throws an UnusableInput. */
export type Reader = (paths: readonly string[], options: ReadOptions) => Input;

export interface ReadOptions extends RolesRequest, Pick<VerifyOptions, 'parameters' | 'assume'> {}

/** `verify` with readers of one's own, such as those that are loaded when they are needed. */
export function verifyWith(readers: Readonly<Record<Platform, Reader>>, options: VerifyOptions): Report {
  const { files, systems } = read(readers, options);
  return reportOf(judgeAll(systems, options), files, options);
}

function read(readers: Readonly<Record<Platform, Reader>>, options: VerifyOptions): Input {
  const { paths, agents = [], proxies = [], parameters, assume } = options;
  if (paths.length === 0) throw new UnusableInput('no input: give a template, a cdk.out, or Terraform JSON');
  const platforms = paths.map((path) => ({ path, platform: platformOf(path) }));
  if (assume !== undefined && !platforms.some(({ platform }) => platform === 'cloudformation'))
    throw new UnusableInput('--assume tells of AWS: give a CloudFormation template with it, or leave it out');
  const inputs = (['cloudformation', 'terraform'] as const).flatMap((platform) => {
    const own = platforms.filter((each) => each.platform === platform).map(({ path }) => path);
    return own.length > 0 ? [readers[platform](own, { agents, proxies, parameters, assume })] : [];
  });
  return { files: inputs.flatMap(({ files }) => files), systems: inputs.flatMap(({ systems }) => systems) };
}
