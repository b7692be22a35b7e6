import { noticed } from './notices';

const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

noticed('the evidence', [
  [
    'a log without a key',
    (w) => {
      delete w.one('AWS::Logs::LogGroup').kmsKeyId;
    },
    'key and days',
  ],
  [
    'a log that is kept for a week',
    (w) => {
      w.one('AWS::Logs::LogGroup').retentionInDays = 7;
    },
    'key and days',
  ],
  ['flows of one network only', (w) => void w.all('AWS::EC2::FlowLog').pop(), 'networks whose flows are noted'],
  [
    'accepted flows only',
    (w) => {
      w.one('AWS::EC2::FlowLog').TrafficType = 'ACCEPT';
    },
    'networks whose flows are noted',
  ],
  [
    'names that nobody notes',
    (w) => void w.all('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation').pop(),
    'log groups',
  ],
  [
    'a key that does not rotate',
    (w) => {
      w.one('AWS::KMS::Key').EnableKeyRotation = false;
    },
    'rotation of the key',
  ],
  [
    'a key for everybody',
    (w) => w.one('AWS::KMS::Key').KeyPolicy.Statement.push({ ...everything, Action: 'kms:*' }),
    "statements beside the account's",
  ],
  [
    'a key that does not serve a log',
    (w) => w.one('AWS::KMS::Key').KeyPolicy.Statement[1].Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'].pop(),
    'logs that the key does not serve',
  ],
  [
    'a rotation that is off',
    (w) => {
      w.one('AWS::Events::Rule').State = 'DISABLED';
    },
    'state of the rule',
  ],
  [
    'a rotation of another secret',
    (w) => {
      w.one('AWS::SecretsManager::Secret').Name = 'other';
    },
    'secrets as callers name them',
  ],
  [
    'a rotation that starts something else',
    (w) => {
      w.one('AWS::Events::Rule').Targets[0].Arn = 'arn:aws:lambda';
    },
    'targets of the rule',
  ],
  [
    'a rotation of another service',
    (w, a) => {
      const machine = w.one('AWS::StepFunctions::StateMachine');
      machine.definition = machine.definition.replace(a.proxyService.serviceArn, 'other');
    },
    'what the state machine does',
  ],
]);
