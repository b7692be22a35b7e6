/** Attributes that give a secret itself, by "Attributes Reference" of each resource's page. */
const secretAttributes: Readonly<Record<string, RegExp>> = {
  google_apikeys_key: /^key_string$/,
  google_compute_ssl_certificate: /^private_key$/,
  google_container_cluster: /master_auth.*client_key/,
  google_iap_client: /^secret$/,
  google_iam_workforce_pool_provider_key: /key/,
  google_redis_instance: /^auth_string$/,
  google_secret_manager_regional_secret_version: /^secret_data$/,
  google_secret_manager_secret_version: /^secret_data/,
  google_service_account_key: /^private_key/,
  google_sql_database_instance: /^root_password/,
  google_sql_ssl_cert: /^private_key$/,
  google_sql_user: /^password/,
  google_storage_hmac_key: /^secret$/,
  random_password: /^(?:result|bcrypt_hash)$/,
  tls_private_key: /^private_key/,
};

/** Data sources whose answers are secrets. */
const secretData =
  /\bdata\.(?:google_secret_manager\w*_secret_version\w*|google_kms_secret\w*|google_service_account_(?:access|id)_token|google_client_config|\w*(?:vault|secret|password|sops|onepassword|bitwarden|doppler|infisical|akeyless|conjur)\w*)\./;

/** Whether an attribute of the resource at an address, such as `module.m.google_service_account_key.k["a"]`, is a secret. */
export function isSecretAttribute(address: string, attribute: string | undefined): boolean {
  if (attribute === undefined) return false;
  const [type = ''] = address
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .slice(-2);
  return Object.hasOwn(secretAttributes, type) && secretAttributes[type]?.test(attribute) === true;
}

/** Whether the reason why a value isn't known names a data source that reads secrets. */
export const namesSecretData = (reason: string): boolean => secretData.test(reason);
