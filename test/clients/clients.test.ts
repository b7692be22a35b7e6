import { describe, expect } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import type { Deed, Way } from './client';
import { clients } from './clients/index';
import { isDenied, isFor, works } from './promises';
import { Scene } from './scene';
import { testEach } from './test-each';

const going = (way: Way) => clients.filter(({ ways }) => ways.includes(way));

describe.each<Way>(['gateway', 'intercept', 'transparent', 'tunnel'])('through %s', async (way) => {
  const scene = new Scene({ way });

  await testEach(going(way), 'does what is allowed, with a credential that it never sees', async (client, program) => {
    await works(scene, client.allowed(scene.order(program, client.site)));
  });

  // in a tunnel everything is allowed
  const judged = way === 'tunnel' ? [] : going(way);
  await testEach(judged, 'shows why what is forbidden fails, and it is recorded', async (client, program) => {
    const deed = client.forbidden(scene.order(program, client.site));
    await isDenied(scene, deed, isFor(client.site, deed));
  });
});

describe('through intercept without the variables of certificates', async () => {
  const scene = new Scene({ way: 'intercept' });

  await testEach(going('intercept'), 'sends nothing', async (client, program) => {
    const deed = client.allowed(scene.order(program, client.site));
    const { output } = await scene.does(deed, { variables: scene.trustingNobody, seconds: 4 });
    expect(output).not.toMatch(deed.shows);
    expect(scene.internet.seen).toEqual([]);
  });
});

describe('where only the proxy can be reached', async () => {
  const scene = new Scene({ way: 'tunnel' });

  const asking = going('tunnel').filter(({ elsewhere }) => elsewhere);
  await testEach(asking, 'shows that another host is refused, and it is recorded', async (client, program) => {
    const elsewhere = { ...scene.order(program, client.site), origin: 'https://elsewhere.example.org' };
    const isRecord = ({ reason, host }: AuditRecord) => reason === 'host-not-allowed' && host === 'elsewhere.example.org';
    await isDenied(scene, client.elsewhere?.(elsewhere) as Deed, isRecord);
  });

  await testEach(clients, 'reaches nothing when it ignores the proxy', async (client, program) => {
    const deed = client.allowed(scene.order(program, client.site));
    const { output } = await scene.does(deed, { variables: scene.ignoringProxy, seconds: 4 });
    expect(output).not.toMatch(deed.shows);
    expect(scene.internet.seen).toEqual([]);
  });
});

describe('where names and port 443 lead past the proxy', async () => {
  const scene = new Scene({ way: 'tunnel', leaks: true });

  await testEach(clients, 'is seen to reach what it should not', async (client, program) => {
    const deed = client.allowed(scene.order(program, client.site));
    const { output } = await scene.does(deed, { variables: scene.ignoringProxy });
    expect(output).toMatch(deed.shows);
    expect(scene.internet.seen.length).toBeGreaterThan(0);
    expect(scene.records()).toEqual([]);
  });
});
