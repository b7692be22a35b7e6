import { describe } from 'vitest';
import { claudeCodeOn } from './clients/model-clients';
import { isDenied, isFor, works } from './promises';
import { Scene } from './scene';
import { testEach } from './test-each';

describe.each(['bedrock', 'vertex'] as const)('through the gateway to %s', async (site) => {
  const scene = new Scene({ way: 'gateway', sites: [site] });
  const client = claudeCodeOn(site);

  await testEach([client], 'is answered, with a credential that it never sees', async (_, program) => {
    await works(scene, client.allowed(scene.order(program, site)));
  });

  await testEach([client], 'shows why what is forbidden fails, and it is recorded', async (_, program) => {
    const deed = client.forbidden(scene.order(program, site));
    await isDenied(scene, deed, isFor(site, deed));
  });
});
