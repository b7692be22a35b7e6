import type { Resource } from '../../world/world';
import { ownArn } from '../policy-language/arn';
import { charGlyphs, type Glyphs, glyphsOf } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** Every ARN that a policy may mean a resource by: its own, one that its written names make, and those of what runs in it. */
export function arnsOf(index: ResourceIndex, resource: Resource, action: string): Glyphs[] {
  const arn = arnOf(resource);
  if (!arn) return [];
  const tasks = action === 'ecs:ExecuteCommand' || action === 'ecs:StopTask' ? [tasksOf(arn)] : [];
  return [arn, ...tasks, ...written(index, resource)];
}

function written(index: ResourceIndex, { type, properties }: Resource): Glyphs[] {
  const { Family, ServiceName, Cluster } = properties;
  if (type === 'AWS::ECS::TaskDefinition' && typeof Family === 'string') {
    return [
      ecsArn([...charGlyphs(`task-definition/${Family}:`), ...glyphsOf('*')]),
      ecsArn(charGlyphs(`task-definition/${Family}`)),
    ];
  }
  if (type !== 'AWS::ECS::Service' || typeof ServiceName !== 'string') return [];
  const cluster = referredResource(index, Cluster, 'AWS::ECS::Cluster');
  const name = cluster ? cluster.properties.ClusterName : (Cluster ?? 'default');
  return typeof name === 'string' ? [ecsArn(charGlyphs(`service/${name}/${ServiceName}`))] : [];
}

const ecsArn = (resource: Glyphs): Glyphs => ownArn('ecs', true, true, resource);

/** `…:task/CLUSTER/…` of `…:cluster/CLUSTER`. */
function tasksOf(cluster: Glyphs): Glyphs {
  const name = cluster.slice(cluster.findLastIndex((glyph) => glyph.kind === 'char' && glyph.char === '/') + 1);
  const before = cluster.slice(0, cluster.length - name.length - 'cluster/'.length);
  return [...before, ...glyphsOf('task/'), ...name, ...glyphsOf('/*')];
}
