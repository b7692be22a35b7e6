import { imageVariable } from './docker-run';
import { type HostFile, textFile } from './host-file';
import { configFolder } from './host-folders';

/** Where the script is that fetches the host's image, unless it is there: by the host's own account, from Artifact Registry. */
export const imagePull = `${configFolder}/pull.sh`;

/** "Running containers on instances", Container-Optimized OS: the credential helper keeps its settings in HOME. */
const script = `#!/bin/bash
set -euo pipefail
if docker image inspect "$${imageVariable}" >/dev/null 2>&1; then exit; fi
mkdir -p "$HOME"
docker-credential-gcr configure-docker --registries "\${${imageVariable}%%/*}"
docker pull --quiet "$${imageVariable}"
`;

/** The script as a file of a host. */
export const imagePullFile = (): HostFile => textFile(imagePull, script);
