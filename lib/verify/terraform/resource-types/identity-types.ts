import { type ModelledType, modelled } from '../../coverage/modelled-type';

/** Types that say who may do what, besides those of {@link iamType}. */
export const identityTypes: Readonly<Record<string, ModelledType>> = {
  google_service_account: modelled('account_id project'),
  google_service_account_key: modelled('service_account_id'),
  google_project_iam_custom_role: modelled('role_id permissions'),
  google_organization_iam_custom_role: modelled('role_id permissions'),
  google_iam_deny_policy: modelled('parent rules', 'it holds under a condition'),
  google_project_default_service_accounts: modelled('action'),
  google_cloud_identity_group: modelled('group_key'),
  google_cloud_identity_group_membership: modelled('group preferred_member_key'),
  google_secret_manager_secret: modelled('secret_id'),
  google_secret_manager_secret_version: modelled('secret secret_data'),
  google_secret_manager_regional_secret: modelled('secret_id'),
  google_secret_manager_regional_secret_version: modelled('secret secret_data'),
  google_artifact_registry_repository: modelled('repository_id'),
};

const sink = modelled(
  'destination disabled',
  'its destination is not in the inputs, and an agent writes records that its filter may take',
);

/** Types that carry what is put into them, or show it to somebody. */
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

/** What is read of a type that gives a role to members, on whatever it is. */
export const grantingType: ModelledType = modelled(
  'role member members condition policy_data',
  'it holds under a condition, or a role or a member is not known',
);

export const iamType = /^google_.+_iam_(?:member|binding|policy)$/;
