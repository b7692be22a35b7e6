import type { Reader } from '../lib/verify/verify-with';

/** Loaded when they are needed: each takes as long as a small template to judge. */
export const readers: { readonly cloudformation: Reader; readonly terraform: Reader } = {
  cloudformation: (paths, options) =>
    (
      require('../lib/verify/cloudformation/systems') as typeof import('../lib/verify/cloudformation/systems')
    ).cloudFormationInput(paths, options),
  terraform: (paths, options) =>
    (require('../lib/verify/terraform/systems') as typeof import('../lib/verify/terraform/systems')).terraformInput(
      paths,
      options,
    ),
};
