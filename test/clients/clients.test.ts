import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { filesWith } from '../cli/airlock-process';
import { until } from '../runtime/scratch';
import type { Client, Deed, Way } from './client';
import { clients } from './clients/index';
import { secretMark } from './internet';
import { Scene } from './scene';
import { whyNoRoom } from './sealed-room';

const unsealed = whyNoRoom();

/** A test of each client; of one that can't be had it is skipped, and its name says why. */
async function testEach(some: readonly Client[], what: string, body: (client: Client, program: string) => Promise<void>) {
  for (const client of some) {
    const name = `${client.name} ${what}`;
    await client.find().then(
      (program) => test.skipIf(unsealed)(unsealed ? `${name}: ${unsealed}` : name, () => body(client, program)),
      (error: Error) => test.skip(`${name}: ${error.message}`, () => {}),
    );
  }
}

const going = (way: Way) => clients.filter(({ ways }) => ways.includes(way));

/** Waits for the record of a denial among those that are new since `before`. */
async function denied(scene: Scene, before: number, isIt: (record: AuditRecord) => boolean): Promise<void> {
  const denials = () =>
    scene
      .records()
      .slice(before)
      .filter(({ decision }) => decision === 'deny');
  const isThere = () => denials().some(isIt);
  await until(isThere, () => `no such denial among ${JSON.stringify(denials())}`);
}

describe.each<Way>(['gateway', 'tunnel'])('through %s', async (way) => {
  const scene = new Scene(way);

  await testEach(going(way), 'does what is allowed, with a credential that it never sees', async (client, program) => {
    const deed = client.allowed(scene.order(program, client.site));
    const { status, output, home } = await scene.does(deed);
    expect(output).toMatch(deed.shows);
    expect(status).toBe(0);
    expect(scene.internet.seen.length).toBeGreaterThan(0);
    expect(scene.beyondPolicy()).toEqual([]);
    expect(output).not.toContain(secretMark);
    expect(filesWith(home, secretMark)).toEqual([]);
  });

  // in a tunnel everything is allowed
  const judged = way === 'tunnel' ? [] : going(way);
  await testEach(judged, 'shows why what is forbidden fails, and it is recorded', async (client, program) => {
    const deed = client.forbidden(scene.order(program, client.site));
    const before = scene.records().length;
    const { output } = await scene.does(deed);
    expect(output).toMatch(deed.shows);
    expect(scene.beyondPolicy()).toEqual([]);
    await denied(scene, before, ({ reason, destination }) => reason === deed.reason && destination === client.site);
  });
});

describe('where only the proxy can be reached', async () => {
  const scene = new Scene('tunnel');

  await testEach(going('tunnel'), 'shows that another host is refused, and it is recorded', async (client, program) => {
    const deed = client.elsewhere?.({ ...scene.order(program, client.site), origin: 'https://elsewhere.example.org' }) as Deed;
    const before = scene.records().length;
    const { output } = await scene.does(deed);
    expect(output).toMatch(deed.shows);
    expect(scene.beyondPolicy()).toEqual([]);
    await denied(scene, before, ({ reason, host }) => reason === 'host-not-allowed' && host === 'elsewhere.example.org');
  });

  await testEach(clients, 'reaches nothing when it ignores the proxy', async (client, program) => {
    const deed = client.allowed(scene.order(program, client.site));
    const { output } = await scene.does(deed, { variables: scene.ignoringProxy, seconds: 5 });
    expect(output).not.toMatch(deed.shows);
    expect(scene.internet.seen).toEqual([]);
  });
});
