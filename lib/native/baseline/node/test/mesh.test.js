import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mesh } from '../mesh.js';

test('answers', async () => {
  for (const [actors, messages, tokens, bound, words, seed, want] of [
    [4, 10, 3, 64, 0, 1n, 0xc65c3d13122c9848n],
    [1000, 20000, 100, 64, 0, 42n, 0x3d92bff80dc33e3dn],
    [1000, 20000, 100, 0, 0, 42n, 0x3d92bff80dc33e3dn],
    [1000, 20000, 100, 64, 32, 42n, 0x079b6ea42a8a2cfdn],
  ]) {
    const { answer, ns } = await new Mesh(actors, messages, tokens, bound, words, seed).round();
    assert.equal(answer, want);
    assert.ok(ns > 0);
  }
});
