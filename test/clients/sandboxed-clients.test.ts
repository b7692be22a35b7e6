import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import type { Client } from './client';
import { claudeCodesGit } from './clients/claude-codes-git';
import { git } from './clients/git';
import { npm, pip } from './clients/installers';
import { claudeCode } from './clients/model-clients';
import { curl } from './clients/web-clients';
import { SandboxScene, type SandboxWay } from './sandbox-scene';
import { secretMark } from './secrets';
import { testEach } from './test-each';

// clients in the sandbox of `run POLICY -- COMMAND`, within its default limits

const why = whyNoSandbox();
const clients: readonly Client[] = [claudeCode, git, claudeCodesGit, npm, pip, curl];

describe.skipIf(why).each<SandboxWay>(['intercept', 'transparent'])(
  `in a sandbox${why ? `, skipped: ${why}` : ''}, through %s`,
  async (way) => {
    const scene = new SandboxScene(way);
    const going = clients.filter(({ ways }) => ways.includes(way));

    await testEach(going, 'does what is allowed, and leaves the workspace as it was', async (client, program) => {
      const { command, shows } = client.allowed(scene.order(program, client.site));
      const { status, stdout, stderr, workspace } = await scene.does(command, program);
      expect(`${stdout}${stderr}`).toMatch(shows);
      expect(status).toBe(0);
      expect(scene.internet.seen.length).toBeGreaterThan(0);
      expect(`${stdout}${stderr}`).not.toContain(secretMark);
      expect([existsSync(join(workspace, 'work')), readFileSync(join(workspace, 'main.c'), 'utf8')]).toEqual([
        false,
        'int main;\n',
      ]);
    });

    await testEach(going, 'shows why what is forbidden fails, which is summed up at the end', async (client, program) => {
      const { command, shows, reason } = client.forbidden(scene.order(program, client.site));
      const { stdout, stderr } = await scene.does(command, program);
      expect(`${stdout}${stderr}`).toMatch(shows);
      expect(stderr).toMatch(new RegExp(`^denied: [1-9].*\\n(?: {2}.*\\n)*? {2}.* ${reason}`, 'm'));
      expect(scene.records().some((record) => record.destination === client.site && record.reason === reason)).toBe(true);
    });
  },
);
