import { type EnvoyConfig, extension } from '../extension';

/** A retry policy: what fails so is sent to the name's next address; one that may not be connected to ends it. */
export const atAnotherAddress = (retry_on: string): EnvoyConfig => ({
  retry_on,
  num_retries: 3,
  retry_host_predicate: [
    extension('envoy.retry_host_predicates.previous_hosts', 'extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate'),
  ],
  host_selection_retry_max_attempts: 5,
});
