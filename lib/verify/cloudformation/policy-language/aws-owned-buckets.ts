import { type Glyphs, literalOf } from './glyph';

/**
 * Buckets that AWS publishes for reading, `REGION` standing for one. Amazon ECR User Guide, "Amazon ECR interface VPC endpoints"; AWS Systems
 * Manager User Guide, "SSM Agent communications with AWS managed S3 buckets"; Amazon Linux 2 and 2023 User Guides, package repositories;
 * Amazon CloudWatch User Guide, "Download the CloudWatch agent package"; AWS CodeDeploy User Guide, "Resource kit bucket names".
 */
export const awsOwnedBuckets: readonly string[] = [
  'prod-REGION-starport-layer-bucket',
  'amazonlinux-2-repos-REGION',
  'amazonlinux.REGION.amazonaws.com',
  'packages.REGION.amazonaws.com',
  'repo.REGION.amazonaws.com',
  'al2023-repos-REGION-de612dc2',
  'aws-windows-downloads-REGION',
  'amazon-ssm-REGION',
  'amazon-ssm-packages-REGION',
  'REGION-birdwatcher-prod',
  'aws-ssm-distributor-file-REGION',
  'aws-ssm-document-attachments-REGION',
  'aws-ssm-REGION',
  'patch-baseline-snapshot-REGION',
  'amazoncloudwatch-agent',
  'amazoncloudwatch-agent-REGION',
  'aws-codedeploy-REGION',
];

/** Whether a bucket's name is one of the names; `REGION` is this region or a written one. */
export function isAmong(bucket: Glyphs, names: readonly string[]): boolean {
  return names.some((name) => sameName(bucket, name));
}

const region = /[a-z]{2}(?:-[a-z]+)+-\d+/.source;

function sameName(bucket: Glyphs, name: string): boolean {
  const literal = literalOf(withoutRegion(bucket));
  const pattern = name.replaceAll(/[.+]/g, '\\$&').replace('REGION', `(?:${region}|\\ue000)`);
  return literal !== undefined && new RegExp(`^${pattern}$`).test(literal);
}

/** With one character for private use in the place of this region. */
const withoutRegion = (bucket: Glyphs): Glyphs =>
  bucket.map((glyph) => (glyph.kind === 'name' && glyph.key === 'AWS::Region#' ? { kind: 'char', char: '\ue000' } : glyph));
