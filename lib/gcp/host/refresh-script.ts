import { secretDocument } from '../../envoy/watched-secret';
import { configFolder, runFolder } from './host-folders';
import { secretManager } from './secret-manager-functions';

/**
 * The script that brings secrets up to date, of what Container-Optimized OS has: bash, curl and coreutils. What can't be had stays as it was; where
 * Secret Manager says that there is none, or none any more, Envoy is left without one and answers 401. No secret is an argument of a program,
 * or is printed.
 */
export const refreshScript = (user: number): string => `#!/bin/bash
set -uo pipefail
umask 077
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

list=${configFolder}/secrets
placeholder=${configFolder}/placeholder.json
place=${runFolder}/secrets

${documents}

${secretManager}
publish() {
  local file=$place/$1.json
  if [[ -f $file && $(<"$file") == "$2" ]]; then return; fi
  printf '%s' "$2" >"$answer" && chown ${user}:${user} "$answer" && mv "$answer" "$file"
}

publish_secret() { publish "$1" "$(printf "$secret_document" "$1" "$(printf '%s' "$2" | base64 --wrap 0)")"; }

publish_pair() {
  local certificate text
  pair "$2" && publish "$1" "$(printf "$certificate_document" "$1" "$certificate" "$text")"
}

# what isn't fit for use takes the place of nothing that is
unfit() {
  say "$1" "$2"
  [[ -f $place/$1.json ]]
}

secret() {
  local value
  newest "$@"
  case $? in
    1) return ;;
    2) publish_secret "$1" '' && return ;;
  esac
  while [[ $value == *[$'\\r\\n'] ]]; do value=\${value%?}; done
  if [[ $value =~ ^[[:print:]]*[!-~][[:print:]]*$ ]]; then
    publish_secret "$1" "$value"
  else
    unfit "$1" 'it must be one line of printable ASCII' || publish_secret "$1" ''
  fi
}

certificate() {
  local value
  newest "$@"
  case $? in
    1) return ;;
    2) publish_pair "$1" "$(<"$placeholder")" && return ;;
  esac
  publish_pair "$1" "$value" ||
    unfit "$1" 'it must be JSON with a certificate and its key, as agent-airlock certificates stores it' ||
    publish_pair "$1" "$(<"$placeholder")"
}

token() {
  local text
  access_token "\${2:+?scopes=$2}" "$1" && publish_secret "$1" "$text"
}

install --directory --mode 0700 --owner ${user} --group ${user} "$place"
work=$(mktemp --directory ${runFolder}/refresh.XXXXXX)
trap 'rm -rf "$work"' EXIT
answer=$work/answer access=
: >"$answer"
access_token '' 'secrets' && access=$text
while read -r kind name source; do
  (
    answer=$work/$name
    : >"$answer"
    "$kind" "$name" "$source"
  ) &
done <"$list"
wait

while read -r _ name _; do [[ -f $place/$name.json ]] || exit 1; done <"$list"
`;

/** What SDS files say, for printf: JSON's own escapes stand in them as they came. */
const documents = [
  ['secret_document', secretDocument('%s', { generic_secret: { secret: { inline_bytes: '%s' } } })],
  [
    'certificate_document',
    secretDocument('%s', {
      tls_certificate: { certificate_chain: { inline_string: '%s' }, private_key: { inline_string: '%s' } },
    }),
  ],
]
  .map(([name, document]) => `${name}='${document}'`)
  .join('\n');
