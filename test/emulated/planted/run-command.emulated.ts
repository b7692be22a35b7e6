import { noticed } from './notices';
import type { PlantedWorld } from './planted-world';

noticed('the command that runs the agent', [
  [
    'no command',
    (w) => {
      w.one('AWS::CloudFormation::Stack', (s) => s.StackName === 'AgentAirlock').Outputs = [];
    },
    'output Run must be the command',
  ],
  [
    'a command with a public address',
    (w) => changeOutput(w, (text) => text.replace('DISABLED', 'ENABLED')),
    'output Run must be the command',
  ],
  [
    'a command that lets people in',
    (w) => changeOutput(w, (text) => text.replace('--no-enable', '--enable')),
    'output Run must be the command',
  ],
  [
    'a command for another task',
    (w) => changeOutput(w, (text) => text.replace(':1 --launch-type', ':2 --launch-type')),
    'there must be one AWS::ECS::TaskDefinition',
  ],
  [
    'a command for another subnet',
    (w) => changeOutput(w, (text) => text.replace(/,subnet-\w+\]/, ',subnet-1]')),
    'subnets of the agent in other networks',
  ],
  [
    'a command for another group',
    (w) => changeOutput(w, (text) => text.replace(/\[sg-\w+\]/, '[sg-1]')),
    'rules of sg-1 must be',
  ],
]);

function changeOutput(planted: PlantedWorld, change: (text: string) => string): void {
  const outputs = planted.one('AWS::CloudFormation::Stack', (stack) => stack.StackName === 'AgentAirlock').Outputs;
  for (const output of outputs) output.OutputValue = change(output.OutputValue);
}
