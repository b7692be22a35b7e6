import type { ModelledType } from '../coverage/modelled-type';
import { treatments } from '../coverage/treatment';
import { carrierTypes } from './resource-types/carrier-types';
import { identityTypes } from './resource-types/identity-types';
import { inertTypes } from './resource-types/inert-types';
import { networkTypes } from './resource-types/network-types';
import { workloadTypes } from './resource-types/workload-types';

/** Every type that is modelled, with what is read of it. `docs/modelled-resources.md` is made from it. */
export const modelledTypes: Readonly<Record<string, ModelledType>> = {
  ...networkTypes,
  ...workloadTypes,
  ...identityTypes,
  ...carrierTypes,
};

/** What the judge makes of a type; one that the tables don't have isn't modelled. */
export const treatmentOf = treatments(modelledTypes, inertTypes);

/** Whether no resource of a type can decide a verdict, so that nothing need be enumerated for its sake. */
export const isInertType = (type: string): boolean => treatmentOf(type).kind === 'inert';
