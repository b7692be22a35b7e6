import { fargateTwoRooms } from '../../test/verify/mutations/aws/fargate-two-rooms';
import type { Body } from '../../test/verify/mutations/aws/site';
import type { Shape } from './shapes';

/** Templates, by stack. */
export type GeneratedSystem = Readonly<Record<string, Body>>;

/** A sealed system with about that many resources, which marks its agent and its proxy itself. */
export function generatedSystem({ part, perStack }: Shape, size: number): GeneratedSystem {
  const system: Record<string, Body> = { Airlock: sealed() };
  let stack = system.Airlock as Body;
  let count = Object.keys(stack.Resources).length;
  for (let number = 0; count < size; number++) {
    if (perStack !== undefined && number % perStack === 0) {
      stack = { Resources: {} };
      system[`Part${number / perStack}`] = stack;
    }
    const resources = part(number);
    Object.assign(stack.Resources, resources);
    count += Object.keys(resources).length;
  }
  return system;
}

function sealed(): Body {
  const { body, names, ports } = fargateTwoRooms;
  const made = body();
  const marked = (name: string, role: Record<string, unknown>): Body['Resources'] => {
    const resource = made.Resources[name];
    if (!resource) throw new Error(`the sealed system has no '${name}'`);
    return { [name]: { ...resource, Metadata: { 'agent-airlock': role } } };
  };
  const roles = { ...marked(names.agent, { role: 'agent' }), ...marked(names.proxy, { role: 'proxy', ports }) };
  return { ...made, Resources: { ...made.Resources, ...roles } };
}
