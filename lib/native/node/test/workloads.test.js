import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readParameters } from '../check.js';
import { Round } from '../round.js';
import { Watchdog } from '../watchdog.js';
import { WORKLOADS } from '../workloads.js';
import { DEFAULTS } from './defaults.js';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));

// The parameters' defaults, as ../../WORKLOADS.md has them.
const USUAL = {
  'actor-mesh': DEFAULTS,
  channel: { producers: 4, consumers: 4, capacity: 64, messages: 1000000 },
  'fan-in': { n: 1000, capacity: 64, messages: 1000000 },
  'fan-out': { n: 1000, capacity: 64, messages: 1000000 },
  'idle-tasks': { n: 10000, depth: 0 },
  'ping-pong': { pairs: 1, rounds: 100000 },
  ring: { tasks: 1000, hops: 100000 },
  spawn: { n: 100000, shape: 'flat' },
  timers: { n: 10000, spread: 100000, seed: '42' },
};

function played(name, changes) {
  const parameters = { ...USUAL[name], ...changes };
  readParameters(WORKLOADS[name], parameters);
  return new WORKLOADS[name](parameters).round(0);
}

const count = (pairs = []) => pairs.reduce((sum, [, n]) => sum + n, 0);

for (const name of Object.keys(WORKLOADS).filter((it) => it !== 'actor-mesh')) {
  test(`${name}: vectors`, async () => {
    const vectors = read(`../../vectors/${name}.json`);
    assert.ok(vectors.length > 0);
    for (const { parameters, answer } of vectors) {
      for (let again = 0; again < 2; again++) {
        const line = await played(name, parameters);
        assert.equal(line.answer, answer, JSON.stringify(parameters));
        assert.equal(line.deliveries, WORKLOADS[name].units({ ...USUAL[name], ...parameters }));
        assert.ok(line.elapsed_ns > 0);
      }
    }
  });
}

test('the manifest lists the workloads', () => {
  assert.deepEqual(read('../runtime.json').workloads.sort(), Object.keys(WORKLOADS).sort());
});

test('every parameter is asked for, and no other', () => {
  for (const [name, parameters] of Object.entries(USUAL)) {
    for (const missing of Object.keys(parameters)) {
      assert.throws(() => played(name, { [missing]: undefined }), new RegExp(missing), `${name} without ${missing}`);
    }
    assert.throws(() => played(name, { unheard: 1 }), /unheard/);
  }
});

test('what cannot be run is refused', () => {
  for (const [name, changes, says] of [
    ['channel', { producers: 3 }, /doesn't divide messages/],
    ['channel', { capacity: 0 }, /capacity is 0/],
    ['fan-in', { n: 3 }, /doesn't divide messages/],
    ['fan-out', { n: 3 }, /doesn't divide messages/],
    ['spawn', { shape: 'tree', n: 2000 }, /not a power of ten/],
    ['spawn', { shape: 'round' }, /not one of flat, tree/],
    ['idle-tasks', { n: 60000000 }, /MiB are available/],
    ['ping-pong', { pairs: 2 ** 20, rounds: 2 ** 40 }, /more than 2\^53/],
    ['timers', { seed: 42 }, /not a decimal number/],
  ]) {
    assert.throws(() => played(name, changes), says, name);
  }
});

test('tasks at rest weigh, and more in deep calls', async () => {
  const weight = async (depth) => {
    const { metrics } = await played('idle-tasks', { n: 3000, depth });
    assert.ok(metrics.idle_rss_bytes > 0 && metrics.rss_before_bytes > 0);
    return metrics.idle_heap_bytes - metrics.heap_before_bytes;
  };
  const [flat, deep] = [await weight(0), await weight(100)];
  assert.ok(flat > 3000 * 100, `${flat}`);
  assert.ok(deep - flat > 3000 * 100 * 50, `${deep}`);
  assert.equal((await played('idle-tasks', { n: 2, depth: 10000 })).deliveries, 2);
});

test('every sleep is recorded', async () => {
  const { histograms } = await played('timers', { n: 500, spread: 5000 });
  assert.equal(count(histograms.late), 500);
});

test('a task that waits for ever is a deadlock, one that sleeps on purpose is none', async () => {
  class Stuck extends Round {
    start() {
      return [this.task(() => new Promise(() => {}))];
    }
  }
  const watched = (asleepMs, patienceMs) =>
    new Promise((resolve) => {
      const stuck = new Stuck({}, { counts: 1, tasks: 1, asleepMs });
      const watchdog = new Watchdog(() => {}, resolve, 2);
      watchdog.watch({ round: 0, fields: stuck.shown.fields() });
      stuck.round(0);
      setTimeout(() => resolve('still waiting'), patienceMs).unref();
    });
  assert.match(await watched(0, 5000), /0 units were counted, and 0 of 1 tasks were done/);
  assert.equal(await watched(2000, 200), 'still waiting');
});
