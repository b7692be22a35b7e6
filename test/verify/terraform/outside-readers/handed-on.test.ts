import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { type Resources, ref } from '../network/airlock';
import { granted, may, member, subscription, topic } from './writing-account';

describe('an account that hands on what it is told to', () => {
  const queue: Resources = {
    'cloud_tasks_queue.q': { name: 'q', location: 'europe-west1' },
    'cloud_tasks_queue_iam_member.agent': {
      ...{ name: ref('cloud_tasks_queue.q', 'name'), role: 'roles/cloudtasks.enqueuer', member },
    },
  };
  const workflow: Resources = { 'workflows_workflow.w': { name: 'w', region: 'europe-west1', source_contents: '- a: {}' } };
  findingRows([
    ['as tasks of a queue', granted(queue), 'IAM-006'],
    ['as the input of a workflow', granted(workflow, may('roles/workflows.invoker')), 'IAM-006?'],
    ['as the input of no workflow', granted(may('roles/workflows.invoker'))],
    [
      'as what a subscription is pushed to',
      granted(topic, subscription({}), {
        'project_iam_custom_role.c': { role_id: 'custom', title: 'custom', permissions: ['pubsub.subscriptions.update'] },
        'pubsub_subscription_iam_member.m': {
          subscription: ref('pubsub_subscription.s', 'name'),
          role: ref('project_iam_custom_role.c'),
          member,
        },
      }),
      'IAM-006',
    ],
  ]);
});
