/** Ids of `com.amazonaws.REGION.s3`, the same in every account; `aws ec2 describe-managed-prefix-lists` prints them. */
export const s3PrefixLists: ReadonlySet<string> = new Set([
  'pl-61a54008',
  'pl-63a5400a',
  'pl-68a54001',
  'pl-6aa54003',
  'pl-6ba54002',
  'pl-6ca54005',
  'pl-6da54004',
  'pl-6ea54007',
  'pl-6fa54006',
  'pl-78a54011',
  'pl-7ba54012',
]);
