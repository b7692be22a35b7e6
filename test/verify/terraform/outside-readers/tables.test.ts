import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { type Resources, ref } from '../network/airlock';
import { granted, member, own, stranger } from './writing-account';

describe('an account that writes tables', () => {
  const dataset = (more: Record<string, unknown> = {}): Resources => ({
    'bigquery_dataset.d': { dataset_id: 'd', ...own, ...more },
    'bigquery_dataset_iam_member.agent': {
      ...{ dataset_id: ref('bigquery_dataset.d', 'dataset_id'), role: 'roles/bigquery.dataEditor', member },
    },
  });
  const reader = (who: string): Resources => ({
    'bigquery_dataset_iam_member.r': {
      dataset_id: ref('bigquery_dataset.d', 'dataset_id'),
      role: 'roles/bigquery.dataViewer',
      member: who,
    },
  });
  findingRows([
    ['that nobody else reads', granted(dataset({ access: [{ role: 'OWNER', special_group: 'projectOwners' }] }))],
    ['that an account of another project reads', granted(dataset(), reader(stranger)), 'IAM-006'],
    [
      'that everybody with an account reads',
      granted(dataset({ access: [{ role: 'READER', special_group: 'allAuthenticatedUsers' }] })),
      'IAM-006',
    ],
    [
      'that an account of another project reads by an entry of its own',
      granted(dataset(), {
        'bigquery_dataset_access.a': {
          ...{ dataset_id: ref('bigquery_dataset.d', 'dataset_id'), role: 'READER' },
          user_by_email: 'reader@somebody-else.iam.gserviceaccount.com',
        },
      }),
      'IAM-006',
    ],
    [
      'that a view of another project reads',
      granted(dataset({ access: [{ view: [{ project_id: 'somebody-else', dataset_id: 'd', table_id: 'v' }] }] })),
      'IAM-006?',
    ],
    [
      'of which one table is read by another project',
      granted(dataset(), {
        'bigquery_table.t': { dataset_id: ref('bigquery_dataset.d', 'dataset_id'), table_id: 't', ...own },
        'bigquery_table_iam_member.r': {
          ...{
            dataset_id: 'd',
            table_id: ref('bigquery_table.t', 'table_id'),
            role: 'roles/bigquery.dataViewer',
            member: stranger,
          },
        },
      }),
      'IAM-006',
    ],
    [
      'that are listed for others',
      granted(dataset(), {
        'bigquery_analytics_hub_listing.l': {
          ...{ listing_id: 'l', bigquery_dataset: [{ dataset: ref('bigquery_dataset.d') }] },
        },
      }),
      'IAM-006?',
    ],
  ]);
});
