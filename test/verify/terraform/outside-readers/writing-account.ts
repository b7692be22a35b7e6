import { agent, type Resources, ref } from '../network/airlock';

const email = ref('service_account.agent', 'email');

/** The member that policies name for the account. */
export const member = `serviceAccount:${email}`;
const project = 'own-project';
/** What says that something is in it. */
export const own = { project };
/** An account of another project. */
export const stranger = 'serviceAccount:reader@somebody-else.iam.gserviceaccount.com';
/** Another account of the project. */
export const neighbour = 'serviceAccount:reader@own-project.iam.gserviceaccount.com';

/** An agent with an account, and what that may write. */
export const granted = (...more: Resources[]): Resources => ({
  'service_account.agent': { account_id: 'agent', ...own },
  ...agent({ service_account: [{ email, scopes: ['cloud-platform'] }] }),
  ...Object.assign({}, ...more),
});
/** A role of the account on its project. */
export const may = (role: string): Resources => ({ 'project_iam_member.agent': { project, role, member } });

/** A topic of the project. */
export const topic: Resources = { 'pubsub_topic.t': { name: 't', ...own } };
/** A subscription to it. */
export const subscription = (more: Record<string, unknown>): Resources => ({
  'pubsub_subscription.s': { name: 's', topic: ref('pubsub_topic.t'), ...own, ...more },
});
/** One that is pushed to a URL. */
export const pushed = (push_endpoint: string): Resources => subscription({ push_config: [{ push_endpoint }] });
