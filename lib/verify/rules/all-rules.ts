import { resolver } from './dns/resolver';
import { confined } from './endpoint/confined';
import { becomeIdentity } from './iam/become-identity';
import { changeIdentity } from './iam/change-identity';
import { changeNetwork } from './iam/change-network';
import { controlProxy } from './iam/control-proxy';
import { readCredential } from './iam/read-credential';
import { runElsewhere } from './iam/run-elsewhere';
import { internet } from './net/internet';
import { notModelled } from './net/not-modelled';
import { outside } from './net/outside';
import { unknownDestination } from './net/unknown-destination';
import { listenerPorts } from './proxy/listener-ports';
import { onlyAgents } from './proxy/only-agents';
import { ownIdentity } from './proxy/own-identity';
import { withinPolicy } from './proxy/within-policy';
import type { Rule } from './rule';
import { givenSecret } from './secret/given-secret';
import { literalKey } from './secret/literal-key';
import { exec } from './workload/exec';
import { sharedHost } from './workload/shared-host';
import { sharedStorage } from './workload/shared-storage';

/** Every rule, in the order of the page that lists them (docs/rules.md). */
export const allRules: readonly Rule[] = [
  ...[internet, outside, unknownDestination, notModelled],
  ...[resolver, confined],
  ...[readCredential, becomeIdentity, changeNetwork, changeIdentity, controlProxy, runElsewhere],
  ...[givenSecret, literalKey],
  ...[sharedStorage, exec, sharedHost],
  ...[listenerPorts, onlyAgents, withinPolicy, ownIdentity],
];
