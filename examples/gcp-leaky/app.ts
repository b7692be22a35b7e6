#!/usr/bin/env node
import { App } from 'cdktf';
import { LeakyStack } from './stack';

// the constructs' own validation would refuse all of it
const app = new App({ skipValidation: true });
new LeakyStack(app, 'agent-airlock-leaky');
app.synth();
