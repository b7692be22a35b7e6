import type { Value } from '../../world/value';
import { own, textAt } from '../load/json';
import type { TerraformConfiguration } from '../load/loaded-terraform';
import { stateKey } from './data-source';
import { grouped } from './groups';
import { moduleBlocks } from './module-blocks';

/** Roots that read each other's state are one system; the others are systems of their own. */
export function linkedRoots(roots: readonly TerraformConfiguration[]): readonly (readonly TerraformConfiguration[])[] {
  const keepers = new Map(roots.flatMap((root) => keptBy(root).map((state) => [state, root] as const)));
  const links = roots.flatMap((root) => readBy(root).flatMap((state) => linkTo(root, keepers.get(state))));
  return grouped(roots, links);
}

type Link = readonly [TerraformConfiguration, TerraformConfiguration];

const linkTo = (root: TerraformConfiguration, keeper: TerraformConfiguration | undefined): readonly Link[] =>
  keeper ? [[root, keeper]] : [];

const keptBy = ({ source }: TerraformConfiguration): readonly string[] =>
  moduleBlocks(source).backends.map(({ type, body }) => stateKey(type, body as Value));

function readBy({ source }: TerraformConfiguration): readonly string[] {
  const sources = [...moduleBlocks(source).data.values()].filter(({ type }) => type === 'terraform_remote_state');
  return sources.map(({ body }) => stateKey(textAt(body, 'backend') ?? '', [own(body, 'config') as Value].flat()[0] ?? null));
}
