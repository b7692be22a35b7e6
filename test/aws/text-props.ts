import type { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { PinnedImage } from '../../lib/aws/pinned-image';
import { SharedProxy } from '../../lib/aws/shared-proxy';
import { agentIn, airlockIn, digest, image, sealedIn } from './fixture';
import { proxyIn } from './proxy-fixture';
import { toolIn } from './tool-fixture';

/** Gives a text to a property of a construct. */
export type Give = (stack: Stack, text: string) => unknown;

const shared = (stack: Stack, serviceName: string) => new SharedProxy(stack, 'Shared', { serviceName });

/** Properties that take text. */
export const textProps: readonly (readonly [string, Give])[] = [
  ['a word of a command', (stack, text) => agentIn(stack, { command: ['echo', text] })],
  ['a variable', (stack, TEXT) => agentIn(stack, { environment: { TEXT } })],
  ['the name of a variable', (stack, text) => agentIn(stack, { environment: { [text]: 'text' } })],
  ['an agent', (stack, agent) => agentIn(stack, { agent })],
  ['a block', (stack, cidr) => sealedIn(stack, { cidr })],
  [
    'a prefix list',
    (stack, s3PrefixList) => agentIn(stack, { airlock: airlockIn(stack, { sealed: sealedIn(stack, { s3PrefixList }) }) }),
  ],
  ["a block of the proxies'", (stack, cidr) => proxyIn(stack, { egress: { cidr } })],
  ['another account', (stack, account) => proxyIn(stack, { otherAccounts: [account] })],
  [
    'a secret',
    (stack, name) => airlockIn(stack, { secrets: { 'anthropic-api-key': Secret.fromSecretNameV2(stack, 'Key', name) } }),
  ],
  ['the name of a repository', (stack, name) => airlockIn(stack, { proxyImage: image(stack, name) })],
  ['a digest', (stack, text) => PinnedImage.of(image(stack, 'envoy').repository, digest.replace('a', text))],
  ['the service of a shared proxy', (stack, text) => shared(stack, text).admit([{ agent: text }])],
  ["a tool's host", (stack, host) => toolIn(stack, { host })],
  ["the name of a tool's secret", (stack, text) => toolIn(stack, { secrets: { [text]: new Secret(stack, 'Held') } })],
];
