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

/** What is read of a type that gives a role to members, on whatever it is. */
export const grantingType: ModelledType = modelled(
  'role member members condition policy_data',
  'it holds under a condition, or a role or a member is not known',
);

export const iamType = /^google_.+_iam_(?:member|binding|policy)$/;
