import { noticed } from './notices';

const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

noticed('endpoints', [
  [
    'an endpoint whose policy is gone',
    (w) => {
      w.endpoint('.logs').PolicyDocument = { Statement: [everything] };
    },
    '.logs allows',
  ],
  ['one more statement', (w) => w.endpoint('.s3').PolicyDocument.Statement.push(everything), '.s3 allows'],
  [
    'a policy that is not bound to the account',
    (w) => {
      w.endpoint('.ecr.dkr').PolicyDocument.Statement[1].Condition.StringEquals = {};
    },
    '.ecr.dkr allows',
  ],
  [
    'a policy that is not bound to the role',
    (w) => {
      delete w.endpoint('.ecr.api').PolicyDocument.Statement[1].Condition.ArnEquals;
    },
    '.ecr.api allows',
  ],
  [
    'a policy for whoever is not named',
    (w) => {
      w.endpoint('.ecr.api').PolicyDocument.Statement[1].NotPrincipal = {};
    },
    '.ecr.api allows',
  ],
  [
    'writing to the bucket of layers',
    (w) => {
      w.endpoint('.s3').PolicyDocument.Statement[0].Action = ['s3:GetObject', 's3:PutObject'];
    },
    's3:PutObject',
  ],
  [
    'any bucket',
    (w) => {
      w.endpoint('.s3').PolicyDocument.Statement[0].Resource = 'arn:aws:s3:::*';
    },
    '.s3 allows',
  ],
  [
    'every repository',
    (w) => {
      w.endpoint('.ecr.dkr').PolicyDocument.Statement[1].Resource = '*';
    },
    '.ecr.dkr allows',
  ],
  [
    'one more endpoint',
    (w) => w.add('AWS::EC2::VPCEndpoint', { ...w.endpoint('.logs'), ServiceName: 'com.amazonaws.eu-west-1.sqs' }),
    'endpoints of the sealed network',
  ],
  [
    'one endpoint less',
    (w) => {
      w.endpoint('.logs').VpcId = 'vpc-1';
    },
    'endpoints of the sealed network',
  ],
]);
