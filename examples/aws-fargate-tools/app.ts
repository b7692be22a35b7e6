#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { ToolsStack } from './stack';

// `agent-airlock certificates examples/aws-fargate-tools/airlock.yaml` makes it; its key stays beside it
new ToolsStack(new App(), 'AgentAirlockTools', { ca: readFileSync('certificates/ca.pem', 'utf8') });
