import type { Item } from '../world';
import { noticed } from './notices';

noticed('tasks', [
  [
    'an agent with a role',
    (w, a) => {
      w.task(a.agentTask.taskDefinitionArn).taskRoleArn = 'arn:aws:iam::123456789012:role/more';
    },
    'task role of the agent',
  ],
  [
    'an agent with a secret',
    (w, a) => {
      w.agentContainer(a).secrets = [{ name: 'KEY', valueFrom: 'arn' }];
    },
    'secrets of the agent',
  ],
  [
    'an agent with one more variable',
    (w, a) => w.agentContainer(a).environment.push({ name: 'KEY', value: 'x' }),
    'variables of the agent',
  ],
  [
    'an agent that is sent elsewhere',
    (w, a) => {
      w.agentContainer(a).environment.find((v: Item) => v.name === 'HTTPS_PROXY').value = 'http://proxy.example';
    },
    'variables of the agent',
  ],
  [
    'an agent that is root',
    (w, a) => {
      w.agentContainer(a).user = '0:0';
    },
    'hardening of the agent',
  ],
  [
    'an agent that may change its image',
    (w, a) => {
      w.agentContainer(a).readonlyRootFilesystem = false;
    },
    'hardening of the agent',
  ],
  [
    'an agent that runs programs from /tmp',
    (w, a) => {
      w.agentContainer(a).linuxParameters.tmpfs[0].mountOptions = ['rw', 'exec'];
    },
    'hardening of the agent',
  ],
  [
    'an agent by a tag',
    (w, a) => {
      w.agentContainer(a).image = 'claude:latest';
    },
    'image of the agent',
  ],
  [
    'a second container',
    (w, a) => w.task(a.agentTask.taskDefinitionArn).containerDefinitions.push({ name: 'more' }),
    'containers beside the agent',
  ],
  [
    'a shared volume',
    (w, a) => w.task(a.agentTask.taskDefinitionArn).volumes.push({ name: 'more', efsVolumeConfiguration: {} }),
    'volumes',
  ],
  [
    'one more service',
    (w) => w.add('AWS::ECS::Service', { serviceArn: 'more', loadBalancers: [] }),
    'services beside the proxies',
  ],
  [
    'proxies for another door',
    (w, a) => w.proxyCommand(a, (text) => text.replace(a.door.VpcEndpointId, 'vpce-1')),
    'configuration of the proxies',
  ],
  [
    'proxies that allow one more path',
    (w, a) => w.proxyCommand(a, (text) => text.replace('/v1/messages$', '/v1/.*$')),
    'configuration of the proxies',
  ],
  [
    'proxies whose configuration is not resolved',
    (w, a) => w.proxyCommand(a, (text) => text.replace(a.door.VpcEndpointId, 'Fn::GetAtt')),
    'unresolved values',
  ],
  [
    'proxies that people may enter',
    (w, a) => {
      w.one('AWS::ECS::Service', (s) => s.serviceArn === a.proxyService.serviceArn).enableExecuteCommand = true;
    },
    'service of the proxies',
  ],
  [
    'proxies with a secret that is not there',
    (w) => void w.all('AWS::SecretsManager::Secret').pop(),
    'must come from a secret that exists',
  ],
  [
    'proxies with one more secret',
    (w, a) => w.proxyContainer(a).secrets.push({ name: 'MORE', valueFrom: 'arn' }),
    'secrets of the proxies',
  ],
]);
