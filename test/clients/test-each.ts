import { test } from 'vitest';
import type { Client } from './client';
import { whyNoRoom } from './sealed-room';

const unsealed = whyNoRoom();

/** A test of each client, given its program; of one that can't be had it is skipped, and its name says why. */
export async function testEach(
  clients: readonly Client[],
  what: string,
  body: (client: Client, program: string) => Promise<void>,
): Promise<void> {
  for (const client of clients) {
    const name = `${client.name} ${what}`;
    await client.find().then(
      (program) => test.skipIf(unsealed)(unsealed ? `${name}: ${unsealed}` : name, () => body(client, program)),
      (error: Error) => test.skip(`${name}: ${error.message}`, () => {}),
    );
  }
}
