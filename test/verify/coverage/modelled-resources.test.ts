import { expect, test } from 'vitest';
import { modelledPage } from './modelled-page';

test('docs/modelled-resources.md says what the tables say; `npm run docs` writes it', async () => {
  await expect(modelledPage()).toMatchFileSnapshot('../../../docs/modelled-resources.md');
});
