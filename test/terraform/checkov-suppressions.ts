/** A check of checkov's that fails where it should, and why. */
export interface Suppression {
  readonly check: string;
  /** The paths of the constructs that it fails for. */
  readonly paths: RegExp;
  readonly because: string;
}

export const suppressions: readonly Suppression[] = [
  {
    check: 'CKV_GCP_74',
    paths: /(^|\/)Sealed\//,
    because: 'Private Google Access leads to the APIs of every project: a sealed network is sealed for having none',
  },
  {
    check: 'CKV_GCP_74',
    paths: /\/door-nat(-\d+)?\//,
    because: 'no machine stands in a subnetwork of the purpose PRIVATE_SERVICE_CONNECT, which could use it',
  },
  {
    check: 'CKV_GCP_26',
    paths: /\/door-nat(-\d+)?\//,
    because:
      'flow logs are of the machines in a subnetwork, and here there are none; those of the proxies show the same connections',
  },
  {
    check: 'CKV_GCP_38',
    paths: /\/Reader\/Instance$/,
    because:
      "a key of one's own would stand in Terraform's state; the disk holds the image, and what the agent writes is in memory",
  },
  {
    check: 'CKV_GCP_62',
    paths: /\/Archive\/Bucket$/,
    because: 'usage logs need a second bucket, which would need one too; who reads the archive is for Cloud Audit Logs to say',
  },
  {
    check: 'CKV_GCP_78',
    paths: /\/Archive\/Bucket$/,
    because:
      'its retention policy keeps every object from being replaced or deleted, so that there are no older versions to keep',
  },
];
