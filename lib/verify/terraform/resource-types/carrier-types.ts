import { type ModelledType, modelled } from '../../coverage/modelled-type';

const sink = modelled(
  'destination disabled',
  'its destination is not in the inputs, and an agent writes records that its filter may take',
);

/** Types that carry or keep what is put into them, and what says who else gets it. */
export const carrierTypes: Readonly<Record<string, ModelledType>> = {
  google_pubsub_topic: modelled('name'),
  google_pubsub_subscription: modelled(
    'topic push_config bigquery_config bigtable_config cloud_storage_config dead_letter_policy',
    'an agent publishes on its topic, and where it writes is not in the inputs',
  ),
  google_eventarc_trigger: modelled('transport destination', 'an agent causes its events, and it calls something'),
  google_workflows_workflow: modelled('name', 'an agent may start it'),
  google_cloud_tasks_queue: modelled('name'),
  google_storage_bucket: modelled('name public_access_prevention'),
  google_storage_default_object_acl: modelled('bucket role_entity'),
  google_storage_default_object_access_control: modelled('bucket entity'),
  google_storage_notification: modelled('bucket topic'),
  google_storage_transfer_job: modelled(
    'transfer_spec replication_spec',
    'it copies what an agent writes to where the inputs show nothing',
  ),
  google_bigquery_dataset: modelled('dataset_id access', 'an agent writes it, and another project has a part in it'),
  google_bigquery_dataset_access: modelled('dataset_id special_group iam_member user_by_email view dataset routine'),
  google_bigquery_table: modelled('dataset_id table_id'),
  google_bigquery_analytics_hub_listing: modelled('bigquery_dataset', 'an agent writes its dataset'),
  google_bigtable_table: modelled('name'),
  google_logging_project_sink: sink,
  google_logging_folder_sink: sink,
  google_logging_organization_sink: sink,
  google_logging_billing_account_sink: sink,
};
