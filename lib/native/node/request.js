// What a request may say. A name that this program doesn't know is refused too: run without it, the figures would be of
// something else than was asked for.
const MOST = Number.MAX_SAFE_INTEGER + 1; // 2⁵³, the contract's bound of a number
const COUNT = 2 ** 31 - 1; // a payload's halves and a mailbox's slots are indexed by 32-bit numbers

const NUMBERS = {
  actors: [1, COUNT],
  messages: [1, MOST],
  inFlight: [1, COUNT],
  mailbox: [0, COUNT],
  payload: [0, COUNT],
  retain: [0, COUNT],
  work: [0, COUNT],
  tail: [0, 1],
  skew: [0, 255],
  rate: [0, MOST],
  hops: [1, MOST],
};
const CHOICES = { record: ['all', '64', 'off'], message: ['reused', 'fresh'] };

function refuse(reason) {
  throw new Error(reason);
}

function number(name, value, [least, most]) {
  if (!Number.isInteger(value) || value < least || value > most) {
    refuse(`${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}, not within ${least} and ${most}`);
  }
}

function onlyKnown(what, object, known) {
  if (object === null || typeof object !== 'object') {
    refuse(`${what} is no object`);
  }
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      refuse(`${what} has an unknown name, ${JSON.stringify(name)}`);
    }
  }
}

function check(p) {
  onlyKnown('parameters', p, [...Object.keys(NUMBERS), ...Object.keys(CHOICES), 'seed']);
  for (const [name, range] of Object.entries(NUMBERS)) {
    number(name, p[name], range);
  }
  for (const [name, values] of Object.entries(CHOICES)) {
    if (!values.includes(p[name])) {
      refuse(`${name} is ${JSON.stringify(p[name])}, not one of ${values.join(', ')}`);
    }
  }
  if (p.payload % 8 !== 0) {
    refuse(`payload is ${p.payload}, not a multiple of 8`);
  }
  if (p.rate > 0 && p.messages % p.hops !== 0) {
    refuse(`hops is ${p.hops} and doesn't divide messages, which is ${p.messages}`);
  }
  if (typeof p.seed !== 'string' || !/^\d{1,20}$/.test(p.seed) || BigInt(p.seed) >= 1n << 64n) {
    refuse(`seed is ${JSON.stringify(p.seed)}, not a decimal number of 64 bits`);
  }
}

/** The request of this line; throws an error with one sentence when it can't be run. */
export function parseRequest(text) {
  let request;
  try {
    request = JSON.parse(text);
  } catch (error) {
    refuse(`the request can't be read: ${error.message}`);
  }
  onlyKnown('the request', request, ['contract', 'workload', 'warmup', 'iterations', 'parameters', 'settings']);
  if (request.contract !== 1) {
    refuse(`contract ${JSON.stringify(request.contract)} is not spoken here, only 1`);
  }
  if (request.workload !== 'actor-mesh') {
    refuse(`the workload ${JSON.stringify(request.workload)} is not one of this runtime's`);
  }
  number('warmup', request.warmup, [0, COUNT]);
  number('iterations', request.iterations, [0, COUNT]);
  if (request.warmup + request.iterations < 1) {
    refuse('warmup and iterations are both 0: no round is asked for');
  }
  onlyKnown('settings', request.settings ?? {}, ['workers']);
  number('workers', request.settings?.workers ?? 0, [0, 1]);
  check(request.parameters);
  return request;
}
