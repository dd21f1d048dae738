// Unsigned 64-bit arithmetic that wraps, on two halves of 32 bits kept as signed integers, which V8 holds in registers
// and in objects without allocating. BigInt.asUintN(64, …) allocates for every intermediate result, and reading a
// BigUint64Array allocates the BigInt it gives.

/** A function of two halves can't return both: they are left here, to be read before the next call. */
export const result = new Int32Array(2);
export const LOW = 0;
export const HIGH = 1;

/** The upper half of the product of two unsigned halves. */
export function productHigh(a, b) {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const t = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16); // below 2³²
  const u = (Math.imul(aLow, bHigh) >>> 0) + (t & 0xffff); // below 2³²
  return (Math.imul(aHigh, bHigh) + (t >>> 16) + (u >>> 16)) | 0;
}

/** SplitMix64's finaliser, `times` times (a double, as it may pass 2³¹). */
export function mix(high, low, times = 1) {
  for (; times > 0; times--) {
    let l = low ^ ((low >>> 30) | (high << 2));
    let h = high ^ (high >>> 30);
    h = (productHigh(l, 0x1ce4e5b9) + Math.imul(l, 0xbf58476d) + Math.imul(h, 0x1ce4e5b9)) | 0;
    l = Math.imul(l, 0x1ce4e5b9);
    l ^= (l >>> 27) | (h << 5);
    h ^= h >>> 27;
    h = (productHigh(l, 0x133111eb) + Math.imul(l, 0x94d049bb) + Math.imul(h, 0x133111eb)) | 0;
    l = Math.imul(l, 0x133111eb);
    low = l ^ ((l >>> 31) | (h << 1));
    high = h ^ (h >>> 31);
  }
  result[LOW] = low;
  result[HIGH] = high;
}

/** What an addition of halves that gave `sum` carries into the upper ones; `added` is either of the two. */
export function carry(sum, added) {
  return sum >>> 0 < added >>> 0 ? 1 : 0;
}

/** 2⁶⁴ ÷ the golden ratio. */
export const GAMMA = 0x9e3779b97f4a7c15n;
export const GAMMA_HIGH = 0x9e3779b9 | 0;
export const GAMMA_LOW = 0x7f4a7c15;

// Outside the clock BigInts are good enough.
export const highOf = (wide) => Number(BigInt.asIntN(32, wide >> 32n));
export const lowOf = (wide) => Number(BigInt.asIntN(32, wide));
export const wideOf = (high, low) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

export function mixWide(wide) {
  mix(highOf(wide), lowOf(wide));
  return wideOf(result[HIGH], result[LOW]);
}
