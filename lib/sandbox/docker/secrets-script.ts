import { sdsDocument } from '../../envoy/credentials/credential-secret';

/** Name of the script beside compose.yaml. */
export const secretsName = 'secrets.sh';

/** The environment variable that a secret is written from. */
export const secretVariable = (secret: string): string => secret.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

const mark = '@';

/**
 * A script that writes the file of each secret from an environment variable, as Envoy reads it, for the proxy's user alone. It refuses a value that
 * would end a header or a text of JSON.
 */
export function secretsScript(names: readonly string[], uid: number): string {
  const lines = names.map(
    (name) => `write ${name} ${secretVariable(name)} '${sdsDocument(name, mark).replace(`"${mark}"`, '"%s"')}'`,
  );
  return `#!/bin/sh
# Writes the proxy's secrets from environment variables to files that its user alone can read.
set -eu
export LC_ALL=C
umask 077
# with userns-remap, the machine's number of the proxy's user is another one
user=\${AIRLOCK_PROXY_UID:-${uid}}
cd -- "$(dirname -- "$0")"
mkdir -p secrets
write() {
  value=$(printenv "$2") || { echo "$2 must be set to the secret $1" >&2; exit 3; }
  case $value in
    '' | *[!\\ -~]* | *\\"* | *\\\\*) echo "$2 must have neither quotes, backslashes nor anything that isn't printable" >&2; exit 3 ;;
  esac
  printf "$3\\n" "$value" >"secrets/$1.json"
  [ "$(id -u)" = "$user" ] || chown "$user" "secrets/$1.json" 2>/dev/null ||
    { echo "secrets/$1.json must belong to user $user, who the proxy is: run this as root" >&2; exit 3; }
}
${lines.join('\n')}
`;
}
