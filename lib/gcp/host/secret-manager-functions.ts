/**
 * Functions of bash by which a host's script asks Secret Manager and the metadata server, with what Container-Optimized OS has. The script keeps
 * answers in the file `$answer`, and the access token that it asks with in `$access`.
 */
export const secretManager = `manager=https://secretmanager.googleapis.com/v1
metadata=http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token

say() { printf '%s: %s\\n' "$1" "$2" >&2; }

# asks for a URL with a header, and prints the status
ask() {
  printf 'header = "%s"\\n' "$2" |
    curl --disable --config - --silent --noproxy '*' --tlsv1.2 --connect-timeout 3 --max-time 10 \\
      --max-filesize 262144 --output "$answer" --write-out '%{http_code}' "$1"
}

# text: a field of flat JSON as it is written there
field() {
  local rest=\${2#*\\""$1"\\"}
  [[ $rest != "$2" && $rest =~ ^[[:space:]]*:[[:space:]]*\\"([^\\"]*)\\" ]] && text=\${BASH_REMATCH[1]}
}

# value: that of a secret's newest version; 2 if there is none, 1 if nobody can tell
newest() {
  local status body text
  value=
  status=$(ask "$manager/$2/versions/latest:access" "Authorization: Bearer $access") || status=none
  body=$(<"$answer")
  if [[ $status == 200 && $body == '{'*'}' ]] && field data "$body" && [[ $text =~ ^[A-Za-z0-9+/]+=*$ ]]; then
    { value=$(printf '%s' "$text" | base64 --decode); } 2>/dev/null && return
  fi
  if [[ $status == 40[04] ]] && field status "$body" && [[ $text == NOT_FOUND || $text == FAILED_PRECONDITION ]]; then
    say "$1" "it has no version that is enabled: $2"
    return 2
  fi
  say "$1" "Secret Manager gave nothing that can be used, status $status: $2"
  return 1
}

# text: an access token of the host's account
access_token() {
  local status
  status=$(ask "$metadata$1" 'Metadata-Flavor: Google') || status=none
  [[ $status == 200 ]] && field access_token "$(<"$answer")" && [[ $text =~ ^[!-~]+$ && $text != *\\\\* ]] && return
  say "$2" "the metadata server gave no access token, status $status"
  return 1
}

# certificate, text: those of a pair, as JSON writes them, and nothing but the letters of PEM and its line ends
pair() {
  field certificate "$1" && certificate=$text && field key "$1" || return
  [[ $certificate == '-----BEGIN CERTIFICATE-----'* && $text == '-----BEGIN '*'PRIVATE KEY-----'* ]] || return
  local letters=$certificate$text
  letters=\${letters//\\\\[nr\\/]/}
  [[ $letters != *[^-A-Za-z0-9+/=\\ ]* ]]
}
`;
