import { expect, test } from 'vitest';
import { reach } from '../../../lib/verify/reachability/reach';
import { agentRules, allow, bystander, type Change, changed, doubt, hop, sealed, tcp, workload } from './fixture';

const using = (id: string, key: string, more = {}): ReturnType<typeof workload> =>
  workload(id, { storage: [{ key, hop: hop(`${id} mounts ${key}`), ...more }] });
const shared = (...changes: readonly Change[]): string[] =>
  reach(changed(sealed, ...changes)).shared.map(
    ({ agent, other, withProxy, path, doubts }) =>
      `${agent} ${other}${withProxy ? ' proxy' : ''}${doubts.length > 0 ? ' ?' : ''}: ${path.map(({ resource }) => resource).join(', ')}`,
  );
const agent = using('agent', 'fs');

test.each<[string, string[], ...Change[]]>([
  ['the proxy', ['agent proxy proxy: agent mounts fs, proxy mounts fs'], { workloads: [agent, using('proxy', 'fs')] }],
  ['another workload', ['agent host: agent mounts fs, host mounts fs'], { workloads: [agent, using('host', 'fs')] }],
  [
    'the proxy, possibly',
    ['agent proxy proxy ?: agent mounts fs, proxy mounts fs'],
    { workloads: [agent, using('proxy', 'fs', { doubt: doubt('x') })] },
  ],
  [
    'the proxy by way of a host that it reaches',
    ['agent proxy proxy: allow host tcp 22, route 10.0.0.0/16 deliver, host mounts fs, proxy mounts fs'],
    bystander('host', []),
    { workloads: [using('host', 'fs'), using('proxy', 'fs')] },
    agentRules(allow('host', tcp(22))),
  ],
])('an agent shares storage with %s', (_, expected, ...changes) => {
  expect(shared(...changes)).toEqual(expected);
});

test.each<[string, ...Change[]]>([
  ['storage of its own', { workloads: [agent, using('proxy', 'other')] }],
  ['storage of other agents', { workloads: [agent, using('twin', 'fs')], agents: [{ id: 'twin', members: ['twin'] }] }],
  ['none, while others do', { workloads: [using('proxy', 'fs'), using('host', 'fs')] }],
])('an agent shares nothing that matters with %s', (_, ...changes) => {
  expect(shared(...changes).filter((each) => each.startsWith('agent'))).toEqual([]);
});
