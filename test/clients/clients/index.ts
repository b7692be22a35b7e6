import type { Client } from '../client';
import { claudeCodesGit } from './claude-codes-git';
import { git } from './git';
import { npm, pip } from './installers';
import { claudeCode, pythonSdk, typescriptSdk, typescriptSdkOnNewerNode } from './model-clients';
import { curl, java, newerNode, ownNode, requests, urllib } from './web-clients';

/** All clients, in the order of docs/clients.md. */
export const clients: readonly Client[] = [
  typescriptSdk,
  typescriptSdkOnNewerNode,
  pythonSdk,
  claudeCode,
  git,
  claudeCodesGit,
  npm,
  pip,
  curl,
  urllib,
  requests,
  ownNode,
  newerNode,
  java,
];
