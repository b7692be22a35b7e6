import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentContainer } from '../../../lib/sandbox/docker/agent-container';
import type { Workspace } from '../../../lib/sandbox/docker/agent-mounts';
import { dockerRun } from '../../../lib/sandbox/docker/docker-run';
import { imageNotes, imageProblem } from '../../../lib/sandbox/docker/image-reference';
import { pathProblem } from '../../../lib/sandbox/docker/mount';
import { dockerSeccompProfile } from '../../../lib/sandbox/seccomp/oci/seccomp-profile';
import { put, scratchFolder } from '../../runtime/scratch';
import { bundleOf, readDockerRun } from './docker-words';
import { policy } from './policy';

const here = join(scratchFolder(), 'some where be$ide');
mkdirSync(here);
put(here, 'seccomp.json', JSON.stringify(dockerSeccompProfile()));
const folders = { here, sockets: "/run/user's/sockets", authorities: '/run/ca.pem' };
const nothing = { files: [], folders: [] };

function words(workspace?: Workspace): readonly string[] {
  const container = agentContainer({ policy, agent: 'default', image: 'agent:1', workspace });
  const env = { ...folders };
  return execFileSync('sh', ['-c', `printf '%s\\0' ${dockerRun(container).join(' ')}`], { env, encoding: 'utf8' }).split('\0');
}

const mountsOf = (workspace?: Workspace) => bundleOf(readDockerRun(words(workspace).slice(0, -1)), '/image', '/group').mounts;

describe('whatever it is called, a workspace is mounted as it is:', () => {
  test.each([
    '/home/me/plain',
    '/home/me/with space',
    '/home/me/$HOME',
    '/home/me/`id`',
    "/home/me/it's",
    '/home/me/a:b:ro',
    '/home/me/a,readonly=false',
    '/home/me/"quoted", twice',
    '/home/me/back\\slash',
    '/home/me/*',
    '/home/me/ünïcode',
  ])('%s', (folder) => {
    expect(mountsOf({ folder, mode: 'ro', masks: nothing })).toContainEqual({
      destination: '/workspace',
      type: 'bind',
      source: folder,
      options: ['bind', 'rprivate', 'ro'],
    });
  });
});

test('a workspace that may be written to is so only if that is asked for', () => {
  const found = mountsOf({ folder: '/work', mode: 'rw', masks: nothing }).find(({ destination }) => destination === '/workspace');
  expect(found?.options).toEqual(['bind', 'rprivate']);
});

test('what is sensitive in a workspace is covered by something empty that can’t be written to', () => {
  const masks = { files: ['.env', 'a, b/"x".pem'], folders: ['sub/.aws'] };
  const found = mountsOf({ folder: '/work', mode: 'rw', masks });
  const hidden = { type: 'bind', source: join(here, 'hidden'), options: ['bind', 'rprivate', 'ro'] };
  expect(found).toContainEqual({ ...hidden, destination: '/workspace/.env' });
  expect(found).toContainEqual({ ...hidden, destination: '/workspace/a, b/"x".pem' });
  expect(found).toContainEqual({
    destination: '/workspace/sub/.aws',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['noexec', 'nosuid', 'nodev', 'size=4096', 'mode=0555', 'ro'],
  });
});

test('nothing else of the machine is in the container', () => {
  const sources = mountsOf().filter(({ type }) => type === 'bind');
  expect(sources.map(({ source, options }) => [source, options.at(-1)])).toEqual([
    ["/run/user's/sockets", 'ro'],
    [join(here, 'bridge.cjs'), 'ro'],
  ]);
});

test('the environment leads to the bridge, and holds no secret', () => {
  const { env } = bundleOf(readDockerRun(words().slice(0, -1)), '/image', '/group').process;
  expect(env).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:8080/claude');
  expect(env).toContain('HTTPS_PROXY=http://127.0.0.1:3128');
  expect(env).toContain('HOME=/home/agent');
  expect(env.filter((each) => /key|token|secret/i.test(each))).toEqual(['ANTHROPIC_API_KEY=airlock-placeholder']);
});

describe('an image', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  test.each(['agent', 'agent:1', `registry.example:5000/team/agent@${digest}`, `agent:1@${digest}`])('may be %s', (image) => {
    expect(imageProblem(image)).toBeUndefined();
  });
  test.each(['', '--privileged', 'a b', '$IMAGE', 'Agent', 'a@sha256:12', 'a;b', 'a\nb', '@sha256:'])(
    'may not be %j',
    (image) => {
      expect(imageProblem(image)).toContain(`got '${image}'`);
    },
  );
  test('without a digest is warned of', () => {
    expect(imageNotes('agent:1')).toEqual([expect.stringContaining('warning: agent:1 has no digest')]);
    expect(imageNotes(`agent@${digest}`)).toEqual([]);
  });
});

test.each(['/a\nb', '/a\0b', '/a\rb', '/a\u001bb', '/a\tb', '/a\u007fb'])('the path %j is refused', (path) => {
  expect(pathProblem(path)).toContain('must have no control character');
});

test('the reading of options knows no others than those that are rendered', () => {
  expect(() => readDockerRun(['--privileged', 'image'])).toThrow("what does the option '--privileged' mean in a bundle?");
});
