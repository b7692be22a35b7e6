/** Names by which routes address the HTTP filters that they narrow, lift or switch on. */
export const filterNames = {
  buffer: 'airlock.buffer',
  chunks: 'airlock.chunks',
  facts: 'airlock.facts',
  handOn: 'airlock.hand-on',
  name: 'airlock.name',
  port: 'airlock.port',
  report: 'airlock.report',
} as const;
