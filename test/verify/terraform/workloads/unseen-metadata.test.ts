import { expect, test } from 'vitest';
import type { LoadedTerraform } from '../../../../lib/verify/terraform/load/loaded-terraform';
import { planOf } from '../../mutations/google/as-plan';
import { instancesTwoNetworks } from '../../mutations/google/instances-two-networks';
import { judgedInput } from '../../mutations/google/judged';
import { Site } from '../../mutations/google/site';

// biome-ignore lint/suspicious/noExplicitAny: a plan has whatever shape its provider gives it
type Plan = any;

/** A plan of the sealed system whose agent has metadata that is known after apply, of which the configuration says this. */
function planned(expression: object): LoadedTerraform {
  const plan = planOf(new Site(instancesTwoNetworks)) as { readonly document: Plan } & LoadedTerraform;
  const isAgent = ({ address }: Plan) => address === 'google_compute_instance.agent';
  const { planned_values, resource_changes, configuration } = plan.document;
  planned_values.root_module.resources.find(isAgent).values.metadata = null;
  resource_changes.find(isAgent).change.after_unknown.metadata = true;
  configuration.root_module.resources.find(isAgent).expressions.metadata = expression;
  return plan;
}

const references = ['google_compute_network.room.id', 'google_compute_network.room'];
const beside = (constant_value: object) => ({ constant_value, references });
const room = `\${${references[0]}}`;

test.each<[string, string, object]>([
  ['proven', 'a JSON configuration states it', beside({ room, mode: 'fast' })],
  ['refuted', 'a JSON configuration states a key in it', beside({ room, key: `AKIA${'Q7ZJ4WX2NB5T6RYC'}` })],
  ['refuted', 'it takes a secret', { references: [...references, 'google_service_account_key.k.private_key'] }],
  ['unknown', 'only references are told, and literals may stand beside them', { references }],
])('metadata that is known after apply is %s where %s', (verdict, _, expression) => {
  const found = judgedInput(planned(expression), instancesTwoNetworks);
  expect(found.verdict, found.text).toBe(verdict);
});
