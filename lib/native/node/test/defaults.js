/** actor-mesh's parameters as the contract gives them. */
export const DEFAULTS = { actors: 10000, messages: 1000000, inFlight: 1000, mailbox: 64, payload: 0, retain: 0, work: 0,
  tail: 0, skew: 0, rate: 0, hops: 20, record: 'all', message: 'reused', seed: '42' };
