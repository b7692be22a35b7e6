// asks the model through Anthropic's SDK, at the URL of the second argument if there is one; with the first argument `models` it asks
// for what a policy of messages alone doesn't allow
import Anthropic from '@anthropic-ai/sdk';

const [, , what, baseURL] = process.argv;
const client = new Anthropic({ maxRetries: 0, ...(baseURL && { baseURL }) });
const message = { model: 'stand-in', max_tokens: 64, messages: [{ role: 'user', content: 'Say hello' }] };
console.log(what === 'models' ? await client.models.list() : await client.messages.stream(message).finalText());
