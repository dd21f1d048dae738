// What a request may say. A name that this program doesn't know is refused too: run without it, the figures would be of
// something else than was asked for.
export const MOST = Number.MAX_SAFE_INTEGER + 1; // 2⁵³, the contract's bound of a number
export const COUNT = 2 ** 31 - 1; // a payload's halves and a mailbox's slots are indexed by 32-bit numbers
export const SEED = 'seed'; // a parameter of 64 bits, which travels as decimal text

export function refuse(reason) {
  throw new Error(reason);
}

/** A whole number within a range. */
export function number(name, value, [least, most]) {
  if (!Number.isInteger(value) || value < least || value > most) {
    refuse(`${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}, not within ${least} and ${most}`);
  }
}

export function onlyKnown(what, object, known) {
  if (object === null || typeof object !== 'object') {
    refuse(`${what} is no object`);
  }
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      refuse(`${what} has an unknown name, ${JSON.stringify(name)}`);
    }
  }
}

function seed(name, value) {
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value) || BigInt(value) >= 1n << 64n) {
    refuse(`${name} is ${JSON.stringify(value)}, not a decimal number of 64 bits`);
  }
}

/** Each parameter of a workload is a range, the words that it may be, or a seed. */
export function readParameters(workload, p) {
  onlyKnown('parameters', p, Object.keys(workload.PARAMETERS));
  for (const [name, rule] of Object.entries(workload.PARAMETERS)) {
    if (rule === SEED) {
      seed(name, p[name]);
    } else if (typeof rule[0] === 'number') {
      number(name, p[name], rule);
    } else if (!rule.includes(p[name])) {
      refuse(`${name} is ${JSON.stringify(p[name])}, not one of ${rule.join(', ')}`);
    }
  }
  workload.check?.(p);
}

export function divides(name, divisor, whole, of) {
  if (of % divisor !== 0) {
    refuse(`${name} is ${divisor} and doesn't divide ${whole}, which is ${of}`);
  }
}

/** Refuses what a double can't count. */
export function exact(what, value) {
  if (value > MOST) {
    refuse(`${what} is ${value}, more than 2^53`);
  }
}
