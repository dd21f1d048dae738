// The yardstick: the actor mesh as a bare Node.js program, with nothing around it.
//
// No contract, no recording, no watchdog, no count of deliveries. What the runtime in ../../node measures with recording
// off is held against this program, so nothing here may be slower than a straightforward program has to be.
//
// One line a timed round on standard output: the answer and the nanoseconds it took.
import { parseArgs } from 'node:util';
import { Mesh } from './mesh.js';

const number = (byDefault) => ({ type: 'string', default: String(byDefault) });
const { values } = parseArgs({
  options: {
    actors: number(10_000), messages: number(1_000_000), 'in-flight': number(1_000), mailbox: number(64), payload: number(0),
    seed: number(42), warmup: number(2), iterations: number(5), workers: number(0), // there is one thread, whatever is asked
  },
});
const { seed, ...texts } = values;
const n = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)]));
if (Object.values(n).some((it) => !Number.isInteger(it) || it < 0) || n.actors < 1 || n['in-flight'] < 1 || n.payload % 8 > 0) {
  console.error('a number is out of range');
  process.exit(2);
}
for (let i = 0; i < n.warmup + n.iterations; i++) {
  globalThis.gc?.(); // one round's garbage is not the next one's
  const mesh = new Mesh(n.actors, n.messages, Math.min(n['in-flight'], n.messages), n.mailbox, n.payload / 8, BigInt(seed));
  const { answer, ns } = await mesh.round();
  if (i >= n.warmup) {
    console.log(`${answer.toString(16).padStart(16, '0')} ${Math.round(ns)}`);
  }
}
