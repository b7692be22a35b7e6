import { type HostFile, linesFile, textFile } from './host-file';
import { configFolder } from './host-folders';
import { secretManager } from './secret-manager-functions';
import { secretsFolder, secretsRefresh, secretsUnits } from './secrets-refresher';

export interface SecretFilesProps {
  /** User id that the files are for. */
  readonly user: number;
  /** Ids of secrets, `projects/PROJECT/secrets/NAME`, by the names of their files. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Id of the secret with a certificate and its key, which become `certificate.pem` and `key.pem`. */
  readonly certificate: string;
}

/**
 * Has a host bring secrets from Secret Manager to files in memory, every 30 seconds: a version that is added is there within a minute, and one that
 * is disabled is gone. What can't be asked for stays as it was.
 */
export const secretFiles = ({ user, secrets, certificate }: SecretFilesProps): readonly HostFile[] => [
  linesFile(`${configFolder}/secrets`, [
    ...[...secrets].map(([name, id]) => ['secret', name, id]),
    ['certificate', 'certificate.pem', certificate],
  ]),
  textFile(secretsRefresh, script(user)),
  ...secretsUnits,
];

// no secret is an argument of a program, or is printed
const script = (user: number): string => `#!/bin/bash
set -uo pipefail
umask 077
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

list=${configFolder}/secrets
place=${secretsFolder}

${secretManager}
publish() {
  local file=$place/$1
  if [[ -f $file && $(<"$file") == "$2" ]]; then return; fi
  printf '%s\\n' "$2" >"$answer" && chown ${user}:${user} "$answer" && mv "$answer" "$file"
}

secret() {
  local value
  newest "$@"
  case $? in
    0) publish "$1" "$value" ;;
    2) rm -f "$place/$1" ;;
  esac
}

certificate() {
  local value certificate text
  newest "$@"
  case $? in
    1) return ;;
    2) rm -f "$place/certificate.pem" "$place/key.pem" && return ;;
  esac
  if pair "$value"; then
    # all that is left to read in it are the line ends
    publish key.pem "$(printf '%b' "\${text//\\\\\\//\\/}")"
    publish certificate.pem "$(printf '%b' "\${certificate//\\\\\\//\\/}")"
  else
    say "$1" 'it must be JSON with a certificate and its key'
  fi
}

install --directory --mode 0700 --owner ${user} --group ${user} "$place"
work=$(mktemp --directory "\${place%/*}/refresh.XXXXXX")
trap 'rm -rf "$work"' EXIT
answer=$work/answer access=
: >"$answer"
access_token '' 'secrets' && access=$text
while read -r kind name source; do "$kind" "$name" "$source"; done <"$list"

# a tool starts with all of them
while read -r _ name _; do [[ -f $place/$name ]] || exit 1; done <"$list"
`;
