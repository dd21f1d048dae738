import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseRequest } from '../request.js';
import { DEFAULTS } from './defaults.js';

const request = (changes = {}, parameters = {}) => ({ contract: 1, workload: 'actor-mesh', warmup: 0, iterations: 1,
  parameters: { ...DEFAULTS, ...parameters }, settings: { workers: 1 }, ...changes });

async function run(input, keepOpen = false) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../main.js', import.meta.url))]);
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdin.write(input);
  if (!keepOpen) {
    child.stdin.end();
  }
  const out = await text(child.stdout);
  return { status: await ended, out };
}

test('what cannot be run is refused', () => {
  parseRequest(JSON.stringify(request()));
  for (const [changes, parameters] of [
    [{ contract: 2 }], [{ workload: 'unheard' }], [{ workload: 'toString' }], [{ iterations: 0 }], [{ settings: { workers: 2 } }], [{ unheard: 1 }],
    [{ parameters: null }], [{}, { actors: 0 }], [{}, { actors: undefined }], [{}, { payload: 7 }], [{}, { rate: 5, hops: 3 }],
    [{}, { record: 'some' }], [{}, { message: 'old' }], [{}, { seed: '-1' }], [{}, { seed: '18446744073709551616' }],
  ]) {
    assert.throws(() => parseRequest(JSON.stringify(request(changes, parameters))), JSON.stringify([changes, parameters]));
  }
});

test('a refusal has status 2', async () => {
  const { status, out } = await run('what?\n', true);
  assert.equal(status, 2);
  assert.match(out, /^{"line":"error","kind":"refused"/);
});

test('the end of input ends the program, wherever it is', async () => {
  for (const input of ['', 'half a line', `${JSON.stringify(request({}, { actors: 10, work: 2 ** 31 - 1 }))}\n`]) {
    assert.equal((await run(input)).status, 130, input);
  }
});

test('a run says hello, its rounds, and done', async () => {
  const { status, out } = await run(`${JSON.stringify(request({ warmup: 1 }, { actors: 10, messages: 1000, inFlight: 3 }))}\n`, true);
  const lines = out.trim().split('\n').map((line) => JSON.parse(line)).filter(({ line }) => line !== 'progress');
  assert.deepEqual(lines.map(({ line }) => line), ['hello', 'round', 'round', 'done']);
  assert.equal(status, 0);
});
