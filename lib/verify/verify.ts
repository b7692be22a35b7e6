import { cloudFormationInput } from './cloudformation/systems';
import type { Report } from './report/report';
import { terraformInput } from './terraform/systems';
import type { VerifyOptions } from './verify-options';
import { verifyWith } from './verify-with';

/**
 * Reads templates and decides for every agent in them whether the proxy is its only way out.
 * Throws an UnusableInput if something can't be read, or no agent or no proxy is found.
 *
 * @example
 * const { verdict, findings } = verify({ paths: ['cdk.out'] });
 */
export const verify = (options: VerifyOptions): Report =>
  verifyWith({ cloudformation: cloudFormationInput, terraform: terraformInput }, options);
