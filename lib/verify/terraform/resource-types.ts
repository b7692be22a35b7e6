import type { ModelledType } from '../coverage/modelled-type';
import { type Treatment, treatments } from '../coverage/treatment';
import { carrierTypes } from './resource-types/carrier-types';
import { grantingType, iamType, identityTypes } from './resource-types/identity-types';
import { inertTypes } from './resource-types/inert-types';
import { networkTypes } from './resource-types/network-types';
import { workloadTypes } from './resource-types/workload-types';

/** Every type that is modelled, with what is read of it. `docs/modelled-resources.md` is made from it. */
export const modelledTypes: Readonly<Record<string, ModelledType>> = {
  ...networkTypes,
  ...workloadTypes,
  ...identityTypes,
  ...carrierTypes,
  'google_*_iam_member, google_*_iam_binding, google_*_iam_policy': grantingType,
};

const listed = treatments(modelledTypes, inertTypes);

/** What the judge makes of a type; one that the tables don't have isn't modelled. */
export const treatmentOf = (type: string): Treatment =>
  iamType.test(type) ? { kind: 'modelled', type: grantingType } : listed(type);
