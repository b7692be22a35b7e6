#!/usr/bin/env node
import { App } from 'aws-cdk-lib';
import { LeakyStack } from './stack';

const app = new App();
new LeakyStack(app, 'AgentAirlockLeaky');
// the constructs' own validation would refuse all of it
app.synth({ skipValidation: true });
