import { type Client, everyWay } from '../client';
import { onPath } from '../on-path';

/** Clones, which is allowed, and pushes a commit, which is not. */
export const git: Client = {
  name: 'git',
  ways: everyWay,
  site: 'git-fetch',
  find: () => onPath('git'),
  allowed: ({ program, origin }) => ({
    command: ['sh', '-c', `"$0" clone --quiet "$1" work && "$0" -C work log --format=%s`, program, `${origin}/acme/tools`],
    shows: /^first$/m,
  }),
  forbidden: ({ program, origin }) => ({
    command: ['sh', '-c', push, program, `${origin}/acme/tools`],
    shows: /HTTP 403|error: 403/,
    reason: 'path-not-allowed',
  }),
  elsewhere: ({ program, origin }) => ({
    command: [program, 'clone', '--quiet', `${origin}/acme/tools`],
    shows: /CONNECT tunnel failed, response 403/,
  }),
};

const push = `
"$0" clone --quiet "$1" work && cd work || exit 0
"$0" -c user.name=agent -c user.email=agent@example.org commit --quiet --allow-empty --message second || exit 0
exec "$0" push --quiet
`;
