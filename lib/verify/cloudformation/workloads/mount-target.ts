import type { Storage } from '../../model/workload';
import type { ResourceIndex } from '../resource-index';
import { fileSystem } from '../storage';
import type { FoundWorkload } from './found-workload';

const type = 'AWS::EFS::MountTarget';

/**
 * Mount targets with what can be had through them: whoever reaches one can use its whole file system, and so shares it with everything
 * that mounts it. Where nobody but agents does, there is nobody to share with.
 */
export function withFileSystems(
  index: ResourceIndex,
  found: readonly FoundWorkload[],
  agents: ReadonlySet<string>,
): readonly FoundWorkload[] {
  if (index.ofType(type).length === 0) return found;
  const others = found.filter(({ workload }) => !agents.has(workload.id)).flatMap(({ workload }) => workload.storage);
  const used = new Set(others.map(({ key }) => key));
  return found.map((each) => {
    const storage = storageBehind(index, each).filter(({ key }) => used.has(key));
    return storage.length > 0 ? { ...each, workload: { ...each.workload, storage } } : each;
  });
}

function storageBehind(index: ResourceIndex, { workload }: FoundWorkload): Storage[] {
  const target = index.get(workload.id);
  return target?.type === type ? fileSystem(index, target.properties.FileSystemId, undefined, target.place) : [];
}
