import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Mesh } from '../mesh.js';
import { Token } from '../token.js';
import { DEFAULTS } from './defaults.js';

const SMALL = { actors: 100, messages: 20000, inFlight: 70, mailbox: 0 };

const play = (changes) => new Mesh({ ...DEFAULTS, ...changes }).round(0);
const count = (pairs = []) => pairs.reduce((sum, [, n]) => sum + n, 0);
const hops = ({ histograms }) => count(histograms.hop) + count(histograms.hop_drain);

test('vectors', async () => {
  const vectors = JSON.parse(readFileSync(new URL('../../vectors/actor-mesh.json', import.meta.url)));
  const variants = [{}, { record: '64' }, { record: 'off' }, { message: 'fresh' }, { mailbox: 0 }, { retain: 3 }];
  for (const { parameters, answer } of vectors.filter((it) => it.parameters.messages <= 20000)) {
    for (const variant of variants) {
      const line = await play({ ...parameters, ...variant });
      assert.equal(line.answer, answer, JSON.stringify({ ...parameters, ...variant }));
      assert.equal(line.deliveries, parameters.messages);
    }
  }
});

test('tokens without hops are not missed', async () => {
  assert.equal((await play({ actors: 5, messages: 3, inFlight: 9 })).deliveries, 3);
});

test('every hop is recorded once', async () => {
  for (const [changes, expected, tokens, drained] of [
    [{}, 20000, 0, true],
    [{ work: 5, payload: 64, message: 'fresh' }, 20000, 0, true],
    [{ record: 'off' }, 0, 0, false],
    [{ rate: 1000000 }, 20000, 1000, false],
    [{ rate: 1000000, record: 'off' }, 0, 1000, false],
  ]) {
    const line = await play({ ...SMALL, ...changes });
    assert.equal(hops(line), expected, JSON.stringify(changes));
    assert.equal(count(line.histograms.hop_drain) > 0, drained);
    for (const name of ['token', 'token_uncorrected', 'pacer_late']) {
      assert.equal(count(line.histograms[name]), tokens, name);
    }
  }
});

test('one hop in 64 is the same as in every language: by the bits of z', async () => {
  let expected = 0;
  for (let k = 0; k < SMALL.inFlight; k++) {
    const token = Token.number(k, 42n, Math.floor(20000 / 70) + (k < 20000 % 70 ? 1 : 0));
    for (; token.left > 0; token.left--) {
      token.draw();
      expected += ((token.zLow >> 8) & 63) === 0 ? 1 : 0;
    }
  }
  assert.equal(hops(await play({ ...SMALL, record: '64' })), expected);
});
