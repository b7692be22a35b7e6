/** Names by which routes address the HTTP filters that they narrow, lift or switch on. */
export const filterNames = {
  addressGuard: 'airlock.address',
  buffer: 'airlock.buffer',
  chunks: 'airlock.chunks',
  facts: 'airlock.facts',
  forwardProxy: 'airlock.resolve',
  handOn: 'airlock.hand-on',
  name: 'airlock.name',
  port: 'airlock.port',
  report: 'airlock.report',
} as const;
