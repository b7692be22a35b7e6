import type { Client } from '../client';
import { onPath } from '../on-path';
import { python } from '../python';

/** Installs a package, which is allowed, and publishes one, which is not. */
export const npm: Client = {
  name: 'npm',
  ways: ['intercept', 'transparent', 'tunnel'],
  site: 'npm-read',
  find: () => onPath('npm'),
  allowed: ({ program, origin }) => ({
    command: [
      'sh',
      '-c',
      `"$0" install --fetch-retries 0 --registry "$1/" greeting && node -p "require('greeting')"`,
      program,
      origin,
    ],
    shows: /^hello from npm$/m,
  }),
  forbidden: ({ program, origin }) => ({
    command: ['sh', '-c', publish, program, origin, new URL(origin).host],
    shows: /403 Forbidden - PUT .* - denied/,
    reason: 'method-not-allowed',
  }),
  elsewhere: ({ program, origin }) => ({
    command: [program, 'install', '--fetch-retries', '0', '--registry', `${origin}/`, 'greeting'],
    shows: /403 Forbidden - GET .* - denied/,
  }),
};

const publish = `
mkdir package && cd package || exit
printf '{"name":"greeting","version":"1.0.1"}' > package.json
exec "$0" publish --registry "$1/" "--//$2/:_authToken=placeholder"
`;

/** Installs a package, which is allowed, and fetches a file from outside the index, which is not. */
export const pip: Client = {
  name: 'pip',
  ways: ['intercept', 'transparent', 'tunnel'],
  site: 'pip-read',
  find: python,
  allowed: ({ program, origin }) => ({
    command: ['sh', '-c', install, program, `${origin}/root/simple/`],
    shows: /^hello from Python$/m,
  }),
  forbidden: ({ program, origin }) => ({
    command: [program, '-m', 'pip', 'download', `${origin}/private/greeting-1.0.0-py3-none-any.whl`],
    shows: /403 Client Error: Forbidden/,
    reason: 'path-not-allowed',
  }),
  elsewhere: ({ program, origin }) => ({
    command: [program, '-m', 'pip', 'download', '--retries', '0', `${origin}/greeting-1.0.0-py3-none-any.whl`],
    shows: /Tunnel connection failed: 403 Forbidden/,
  }),
};

const install = `
"$0" -m pip install --retries 0 --index-url "$1" --target here greeting && PYTHONPATH=here "$0" -c 'import greeting; print(greeting.text)'
`;
