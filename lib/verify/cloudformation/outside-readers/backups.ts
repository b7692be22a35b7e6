import { hop } from '../../world/hop';
import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { namedAmong } from '../identity/named-things';
import { allOf } from '../policy-language/answer';
import type { OwnAccount } from '../policy-language/ownership';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { foreignness } from './foreignness';
import { type Outlet, outlets } from './outlet';

/** Who outside gets copies of a thing's backups: AWS CloudFormation Template Reference, "AWS::Backup::BackupPlan CopyActionResourceType". */
export function backedUp(index: ResourceIndex, resource: Resource, own: OwnAccount): readonly Outlet[] {
  return index.ofType('AWS::Backup::BackupPlan').flatMap((plan) => {
    if (!isSelected(index, resource, own, plan)) return [];
    const place = within(plan.place, 'Properties', 'BackupPlan');
    const vaults = elementsAt(index, plan.properties, ['BackupPlan.BackupPlanRule.CopyActions.DestinationBackupVaultArn']);
    return vaults.flatMap((vault) => {
      const answer = allOf(['maybe', foreignness(vault, own)]);
      return outlets(answer, hop(place, `may copy backups of ${resource.id} to another account`));
    });
  });
}

/** Whether a plan's selections could be of a thing: what they select by tags could be anything. */
const isSelected = (index: ResourceIndex, resource: Resource, own: OwnAccount, plan: Resource): boolean =>
  index.ofType('AWS::Backup::BackupSelection').some(({ properties }) => {
    const of = referredResource(index, properties.BackupPlanId, 'AWS::Backup::BackupPlan');
    if (of && of !== plan) return false;
    const named = elementsAt(index, properties, ['BackupSelection.Resources']);
    return named.length === 0 || named.some((each) => namedAmong(index, each, own, [resource]).length > 0);
  });
