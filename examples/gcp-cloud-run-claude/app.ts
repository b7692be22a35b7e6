#!/usr/bin/env node
import { App } from 'cdktf';
import { ClaudeStack } from './stack';

const app = new App();
new ClaudeStack(app, 'agent-airlock');
app.synth();
