import { describe, expect, test } from 'vitest';
import { agentFilter } from '../../../lib/gcp/host/agent-filter';
import { answered, around, reachedBehind, whyNoContainer } from './container-room';

const missing = whyNoContainer();
if (missing) console.warn(`the filter of an agent's host isn't run: ${missing}`);

const door = { address: around.door, ports: [8080, 3128], resolves: false };
const at = (address: string, ports: readonly number[]) => ports.map((port) => `tcp ${address}:${port}`);

describe.skipIf(missing)('what an agent’s container reaches', () => {
  test('was everything, before: other hosts, the metadata server and the host itself', async () => {
    const everything = Object.values(around).flatMap((address) => at(address, answered));
    expect(await reachedBehind('')).toEqual([...everything, `udp ${around.metadata}:53`]);
  });

  test('is the door’s ports', async () => {
    expect(await reachedBehind(agentFilter(door))).toEqual(at(around.door, [3128, 8080]));
  });

  test('is the resolver as well where names lead to the door, and nothing else of the metadata server', async () => {
    const reached = await reachedBehind(agentFilter({ ...door, ports: [...door.ports, 443, 80], resolves: true }));
    expect(reached).toEqual([
      ...at(around.door, [80, 443, 3128, 8080]),
      `tcp ${around.metadata}:53`,
      `udp ${around.metadata}:53`,
    ]);
  });
});

test.skipIf(missing)('a rule that can’t be set ends the script', async () => {
  const gone = 'iptables -w -F FORWARD && iptables -w -X DOCKER-USER';
  await expect(reachedBehind(`${gone}\n${agentFilter(door)}`)).rejects.toThrow('iptables: No chain/target/match by that name');
});
