import { openingRule } from './opening-rule';

export const metadata = openingRule({
  id: 'AIRLOCK-WORKLOAD-004',
  title: "An agent can't reach its host's credentials",
  kind: 'metadata',
  message: "can reach its host's credentials",
  fix: 'require IMDSv2 with a hop limit of 1, or give the host no role',
});
