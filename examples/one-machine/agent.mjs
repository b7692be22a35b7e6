// What an agent meets in a sandbox: agent-airlock run airlock.yaml --secret anthropic-api-key=file:KEY -- node agent.mjs
import { appendFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: model, HTTP_PROXY: proxy } = process.env;

console.log(`its network interfaces: ${Object.keys(networkInterfaces()).join(', ')}`);
console.log(`its key: ${key}`);
console.log(`the model, by the proxy: ${await asked()}`);
console.log(`paste.example.org, by the proxy: ${await tunnelled('paste.example.org:443')}`);
console.log(`1.1.1.1, past the proxy: ${await connected(443, '1.1.1.1')}`);
appendFileSync('notes.md', 'A line of the agent.\n');

async function asked() {
  const body = JSON.stringify({ model: 'claude-demo', max_tokens: 64, messages: [{ role: 'user', content: 'Say hello' }] });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const answer = await fetch(`${model}/v1/messages`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}

function tunnelled(path) {
  return new Promise((resolve, reject) => {
    const asking = request(proxy, { method: 'CONNECT', path }).on('error', reject).end();
    asking.on('connect', ({ statusCode, headers }, socket) => {
      socket.destroy();
      resolve(`${statusCode} ${headers['x-airlock-denied']}`);
    });
  });
}

function connected(port, host) {
  return new Promise((resolve) => {
    connect(port, host, () => resolve('connected')).on('error', ({ code }) => resolve(code));
  });
}
