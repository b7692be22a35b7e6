#!/usr/bin/env node
import { App } from 'aws-cdk-lib';
import { ClaudeStack } from '../examples/aws-fargate-claude/stack';

new ClaudeStack(new App(), 'AgentAirlock');
