import { describe } from 'vitest';
import { type Resources, ref } from './airlock';
import { before, match, noDeny, open } from './firewall-changes';
import { judgeRows } from './judge-rows';

describe('regional policies', () => {
  const regional = (region: string, action: string): Resources => ({
    'compute_region_network_firewall_policy.room': { name: 'regional', region },
    'compute_region_network_firewall_policy_association.room': {
      name: 'x',
      region,
      firewall_policy: ref('compute_region_network_firewall_policy.room', 'name'),
      attachment_target: ref('compute_network.room'),
    },
    'compute_region_network_firewall_policy_rule.room': {
      region,
      firewall_policy: ref('compute_region_network_firewall_policy.room', 'name'),
      direction: 'EGRESS',
      priority: 1,
      action,
      match: match(),
    },
  });
  judgeRows([
    ["of the agent's region", { ...noDeny, ...regional('europe-west1', 'deny') }, 'proven'],
    ['of another region', { ...noDeny, ...regional('us-east1', 'deny') }, 'refuted', 'internet'],
    ["of the agent's region, before rules", { ...open, ...before, ...regional('europe-west1', 'allow') }, 'refuted', 'internet'],
    ['of another region, before rules', { ...open, ...before, ...regional('us-east1', 'allow') }, 'proven'],
  ]);
});

describe('hierarchical policies', () => {
  const hierarchical = (target: string, action: string): Resources => ({
    'compute_firewall_policy.top': { parent: 'organizations/1', short_name: 'top' },
    'compute_firewall_policy_rule.top': {
      firewall_policy: ref('compute_firewall_policy.top'),
      direction: 'EGRESS',
      priority: 1,
      action,
      match: match(),
    },
    'compute_firewall_policy_association.top': {
      name: 'top',
      firewall_policy: ref('compute_firewall_policy.top'),
      attachment_target: target,
    },
  });
  const project = (more: Record<string, unknown>): Resources => ({
    'project.own': { name: 'own', project_id: 'own-project', ...more },
  });
  const folders: Resources = {
    'folder.inner': { display_name: 'inner', parent: ref('folder.upper', 'name') },
    'folder.upper': { display_name: 'upper', parent: 'organizations/1' },
  };
  judgeRows([
    [
      "of the project's organisation",
      { ...noDeny, ...project({ org_id: '1' }), ...hierarchical('organizations/1', 'deny') },
      'proven',
    ],
    [
      'of another organisation',
      { ...noDeny, ...project({ org_id: '2' }), ...hierarchical('organizations/1', 'deny') },
      'refuted',
      'internet',
    ],
    [
      'that allow, before all other rules',
      { ...open, ...project({ org_id: '1' }), ...hierarchical('organizations/1', 'allow') },
      'refuted',
      'internet',
    ],
    [
      "of a folder above the project's",
      {
        ...noDeny,
        ...folders,
        ...project({ folder_id: ref('folder.inner', 'folder_id') }),
        ...hierarchical(ref('folder.upper', 'name'), 'deny'),
      },
      'proven',
    ],
    [
      'of a folder beside it',
      {
        ...noDeny,
        ...folders,
        'folder.beside': { display_name: 'b', parent: 'organizations/1' },
        ...project({ folder_id: ref('folder.inner', 'folder_id') }),
        ...hierarchical(ref('folder.beside', 'name'), 'deny'),
      },
      'refuted',
      'internet',
    ],
    ["for a project that the inputs don't make", { ...noDeny, ...hierarchical('organizations/1', 'deny') }, 'unknown'],
    ["that allow, for a project that the inputs don't make", { ...open, ...hierarchical('organizations/1', 'allow') }, 'unknown'],
  ]);
});
