import { blocksOf, credentialProblems, same, unknownArguments } from './known-arguments';
import type { Properties } from './template-properties';

/** One message for each thing in an agent's machine, as its stack's JSON has it, that breaks the seal, or that isn't known to keep it. */
export function agentInstanceProblems(instance: Properties, made: Properties): string[] {
  const changed = Object.entries(kept).filter(([name]) => !same(blocksOf(instance[name]), blocksOf(made[name])));
  return [
    ...unknownArguments(instance, instanceArguments, reasons),
    ...changed.map(([name, why]) => `${name} must stay as it was made: ${why}`),
    ...credentialProblems(instance),
  ];
}

const kept: Readonly<Record<string, string>> = {
  boot_disk: 'the agent and what holds it come from this image',
  can_ip_forward: 'the machine passes nothing on',
  metadata: 'it says what the machine runs, and who may log in',
  network_interface: "it is in the agent's own subnetwork, with no address outside",
  shielded_instance_config: 'it starts only what was signed',
};

// what a machine may have besides; anything else is refused, as it may open a way that nobody has looked at
const instanceArguments = `${Object.keys(kept).join(' ')} advanced_machine_features allow_stopping_for_update confidential_instance_config
  deletion_protection depends_on description labels lifecycle machine_type min_cpu_platform name project reservation_affinity scheduling
  timeouts zone`;

const reasons: Readonly<Record<string, string>> = {
  service_account: 'an agent may have no identity, as its code could use it: put what it needs behind a tool of the policy',
  metadata_startup_script: 'the machine runs the agent, and nothing else',
  attached_disk: 'it is shared with whoever else attaches it',
  tags: "a firewall rule may be somebody else's to write for them",
};
