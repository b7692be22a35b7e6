import { absent, type Fact, type Facts, free, known } from './fact';
import { charGlyphs, type Glyphs } from './glyph';
import { ownAccount } from './principal';

/** Keys of which whoever makes the request says what they are: Service Authorization Reference, by service. */
const chosen = [
  'aws:requestedregion',
  'aws:useragent',
  'aws:referer',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tagkeys',
  'aws:requesttag/',
  'iam:passedtoservice',
  'iam:associatedresourcearn',
  'iam:policyarn',
  'iam:permissionsboundary',
  'secretsmanager:versionstage',
  'secretsmanager:versionid',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  'sts:rolesessionname',
  'ssm:recursive',
  'ssm:overwrite',
  'ecs:enable-execute-command',
  'ec2:instancetype',
];

/**
 * What is known of a request that a role or user of this account makes for something of this account. Networks, organisations, tags and
 * the services that it goes through stay open.
 */
export function requesterFacts(arn: Glyphs, kind: 'role' | 'user' = 'role', more: Iterable<readonly [string, Fact]> = []): Facts {
  return new Map<string, Fact>([
    ...chosen.map((key) => [key, free] as const),
    ['aws:principalarn', known(arn)],
    ['aws:principalaccount', known(ownAccount)],
    ['aws:resourceaccount', known(ownAccount)],
    ['aws:principaltype', known(charGlyphs(kind === 'role' ? 'AssumedRole' : 'User'))],
    ['aws:principalisawsservice', known(charGlyphs('false'))],
    ['aws:viaawsservice', known(charGlyphs('false'))],
    ['aws:securetransport', free],
    // keys of long-term credentials have no multi-factor key either: AWS global condition context keys
    ['aws:multifactorauthpresent', absent],
    ['aws:multifactorauthage', absent],
    ...more,
  ]);
}
