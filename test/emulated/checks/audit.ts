import { allOf, type Item, onlyOf, type World } from '../world';
import { type Airlock, logGroupOf } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** Requests, agents' output, flows of both networks and asked names are kept for a year, under one key that serves these logs only. */
export function checkAudit(world: World, { agentTask, proxyTask, sealedVpc, egressVpc }: Airlock): string[] {
  const key = onlyOf(world, 'AWS::KMS::Key');
  const logs = allOf(world, 'AWS::Logs::LogGroup');
  const flows = allOf(world, 'AWS::EC2::FlowLog');
  const used = [
    logGroupOf(agentTask),
    logGroupOf(proxyTask),
    ...flows.map(({ LogGroupName }) => LogGroupName),
    namesLog(world, sealedVpc),
  ];
  return [
    ...mustHold(
      'log groups',
      logs.map(({ logGroupName }) => logGroupName),
      [...new Set(used)],
    ),
    ...mustEqual('number of log groups', logs.length, 4),
    ...mustHold(
      'networks whose flows are noted',
      flows.map(({ ResourceId, TrafficType }) => `${ResourceId} ${TrafficType}`),
      [`${sealedVpc} ALL`, `${egressVpc} ALL`],
    ),
    ...logs.flatMap((log) =>
      mustEqual(`key and days of ${log.logGroupName}`, [log.kmsKeyId, log.retentionInDays], [key.Arn, 365]),
    ),
    ...mustEqual('rotation of the key', key.EnableKeyRotation, true),
    ...keyProblems(world, key, logs),
  ];
}

/** The log group that names are noted in; empty if they aren't. */
function namesLog(world: World, vpc: string): string {
  const associations = allOf(world, 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation').filter(
    ({ ResourceId }) => ResourceId === vpc,
  );
  const ids = associations.map(({ ResolverQueryLogConfigId }) => ResolverQueryLogConfigId);
  const config = allOf(world, 'AWS::Route53Resolver::ResolverQueryLoggingConfig').find(({ Id }) => ids.includes(Id));
  return /:log-group:([^:]+):\*$/.exec(config?.DestinationArn ?? '')?.[1] ?? '';
}

function keyProblems({ account, region }: World, { KeyPolicy }: Item, logs: readonly Item[]): string[] {
  const [root, service, ...others] = KeyPolicy.Statement;
  const patterns: string[] = service?.Condition?.ArnLike?.['kms:EncryptionContext:aws:logs:arn'] ?? [];
  const uncovered = logs.filter(
    ({ logGroupArn }) => !patterns.some((pattern) => logGroupArn.startsWith(pattern.replace(/\*$/, ''))),
  );
  return [
    ...mustEqual("statements beside the account's and the logs'", others.length, 0),
    ...mustEqual('who rules the key', root?.Principal, { AWS: `arn:aws:iam::${account}:root` }),
    ...mustEqual('who else uses the key', service?.Principal, { Service: `logs.${region}.amazonaws.com` }),
    ...mustEqual('logs that the key does not serve', uncovered, []),
    ...mustEqual('number of logs that the key serves', patterns.length, logs.length),
  ];
}
