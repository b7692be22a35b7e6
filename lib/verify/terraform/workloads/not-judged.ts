import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { treatmentOf } from '../resource-types';
import type { FoundWorkload } from './found-workload';

/** Resources that are named as agents or proxies, of types that may run code and aren't modelled: what they reach is unknown. */
export const notJudged = (index: ResourceIndex, names: ReadonlySet<string>): FoundWorkload[] =>
  [...names].flatMap((name) => {
    const resource = index.get(name);
    return resource && treatmentOf(resource.type).kind === 'unmodelled' ? [stranger(resource)] : [];
  });

const stranger = ({ id, type, place }: Resource): FoundWorkload => ({
  workload: {
    ...{ id, aliases: [], place, identities: [], credentials: [], storage: [], openings: [] },
    doubt: { reason: `${id}: ${objection(type)}`, place },
  },
  interfaces: [],
  uses: [],
});

function objection(type: string): string {
  if (type.startsWith('aws_')) return 'AWS resources in Terraform are not judged yet: give the CloudFormation template';
  return type.startsWith('google_') ? `a ${type} isn't modelled` : 'only Google resources are judged in Terraform';
}
