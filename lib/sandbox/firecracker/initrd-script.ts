import { guestModules } from './guest-modules';
import { jail } from './jail';

export interface InitrdProps {
  /** Whether the agent needs certificates to trust: ca.pem, beside the script. */
  readonly needsCertificates: boolean;
}

/** A script for the host that packs `init.sh`, a static busybox and the modules of the guest's kernel into its initial file system; no root. */
export function initrdScript({ needsCertificates }: InitrdProps): string {
  return `#!/bin/sh
# usage: sh initrd.sh [MODULES]
# MODULES: folder of the guest kernel's modules, such as lib/modules/VERSION, if it has virtio and vsock as modules
set -eu
here=$(cd "$(dirname "$0")" && pwd)
busybox=\${BUSYBOX:-/bin/busybox}
fail() { echo "initrd.sh: $1" >&2; exit 1; }

[ -x "$busybox" ] || fail "busybox is missing: install busybox-static, or say where it is in BUSYBOX, got '$busybox'"
if ldd "$busybox" > /dev/null 2>&1; then fail "busybox must be static: install busybox-static, got '$busybox'"; fi
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/bin" "$tree/dev" "$tree/modules" "$tree/proc" "$tree/root"
cp "$busybox" "$tree/bin/busybox"
cp "$here/init.sh" "$tree/init"
chmod 755 "$tree/bin/busybox" "$tree/init"
${needsCertificates ? certificates : noCertificates}
if [ $# -gt 0 ]; then
  for name in ${guestModules.join(' ')}; do
    found=$(find "$1" -name "$name.ko" -o -name "$name.ko.xz" -o -name "$name.ko.zst")
    case $found in
      '') echo "initrd.sh: $name is in the kernel, or missing: there is no such module in $1" >&2 ;;
      *.xz) xz -dc "$found" > "$tree/modules/$name.ko" ;;
      *.zst) zstd -qdc "$found" > "$tree/modules/$name.ko" ;;
      *) cp "$found" "$tree/modules/$name.ko" ;;
    esac
  done
fi
(cd "$tree" && find . | "$busybox" cpio -o -H newc -R 0:0 2> /dev/null) > "$here/${jail.initrd}"
`;
}

const certificates = `[ -f "$here/ca.pem" ] || fail "ca.pem is missing in $here: 'agent-airlock certificates' makes it as bundle.pem"
cp "$here/ca.pem" "$tree/ca.pem"`;

const noCertificates = '# nothing is intercepted: the agent trusts the public authorities of its root file system';
