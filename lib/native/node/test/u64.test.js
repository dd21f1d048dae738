import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carry, HIGH, highOf, LOW, lowOf, mix, mixWide, productHigh, result, wideOf } from '../u64.js';

const wrap = (n) => BigInt.asUintN(64, n);
const EDGES = [0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x100000000n, 0x7fffffffffffffffn, wrap(-1n), 0x0123456789abcdefn];

function mixOfBigInts(z) {
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

test('mix is that of whole numbers', () => {
  let z = 42n;
  for (const edge of EDGES) {
    assert.equal(mixWide(edge), mixOfBigInts(edge));
  }
  for (let i = 0; i < 10000; i++, z = mixOfBigInts(z)) {
    assert.equal(mixWide(z), mixOfBigInts(z));
  }
  mix(highOf(42n), lowOf(42n), 10000);
  assert.equal(wideOf(result[HIGH], result[LOW]), z);
});

test('products and carries', () => {
  const halves = EDGES.flatMap((it) => [highOf(it), lowOf(it)]);
  for (const a of halves) {
    for (const b of halves) {
      const [wideA, wideB] = [wideOf(0, a), wideOf(0, b)];
      assert.equal(wideOf(0, productHigh(a, b)), (wideA * wideB) >> 32n);
      assert.equal(BigInt(carry((a + b) | 0, a)), (wideA + wideB) >> 32n);
    }
  }
});
