import { CfnMapping, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Ids of the prefix list `com.amazonaws.REGION.s3`, which AWS keeps and gives the same id in every account.
 * `aws ec2 describe-managed-prefix-lists` prints it; CloudFormation has no way to ask.
 */
const ids: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'pl-61a54008',
  'ap-northeast-2': 'pl-78a54011',
  'ap-northeast-3': 'pl-a4a540cd',
  'ap-south-1': 'pl-78a54011',
  'ap-southeast-1': 'pl-6fa54006',
  'ap-southeast-2': 'pl-6ca54005',
  'ca-central-1': 'pl-7da54014',
  'eu-central-1': 'pl-6ea54007',
  'eu-north-1': 'pl-c3aa4faa',
  'eu-west-1': 'pl-6da54004',
  'eu-west-2': 'pl-7ca54015',
  'eu-west-3': 'pl-23ad484a',
  'sa-east-1': 'pl-6aa54003',
  'us-east-1': 'pl-63a5400a',
  'us-east-2': 'pl-7ba54012',
  'us-west-1': 'pl-6ba54002',
  'us-west-2': 'pl-68a54001',
};

/** Id of the prefix list of S3 in the stack's region; throws an Error, or fails the deployment, in a region that isn't listed. */
export function s3PrefixList(scope: Construct): string {
  const { region } = Stack.of(scope);
  const known = ids[region];
  if (known) return known;
  if (!Token.isUnresolved(region)) {
    throw new Error(`s3PrefixList must be given in region '${region}': aws ec2 describe-managed-prefix-lists \
--filters Name=prefix-list-name,Values=com.amazonaws.${region}.s3`);
  }
  const mapping = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, { id }]));
  return new CfnMapping(scope, 'S3PrefixLists', { mapping }).findInMap(region, 'id');
}
