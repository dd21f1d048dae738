// HdrHistogram's layout for a lowest value of 1 and three significant digits: 2,048 buckets of width 1, then for each
// further power of two 1,024 buckets, twice as wide as the last ones.
const HALF_BITS = 10;
const HALF = 1 << HALF_BITS;
export const HIGHEST = 3600e9; // ns; values above are clamped to it

export function bucketOf(ns) {
  const value = ns < 0 ? 0 : ns > HIGHEST ? HIGHEST : Math.floor(ns);
  const upper = Math.floor(value / 2 ** 32);
  const bits = upper > 0 ? 64 - Math.clz32(upper) : 32 - Math.clz32(value | (2 * HALF - 1));
  const shift = bits - HALF_BITS - 1;
  return shift * HALF + Math.floor(value / 2 ** shift);
}

/** The smallest value of a bucket. */
export function lowestOf(bucket) {
  if (bucket < 2 * HALF) {
    return bucket;
  }
  const shift = (bucket >> HALF_BITS) - 1;
  return (bucket - shift * HALF) * 2 ** shift;
}

export class Histogram {
  #counts = new Float64Array(bucketOf(HIGHEST) + 1); // doubles count to 2⁵³

  record(ns) {
    this.#counts[bucketOf(ns)]++;
  }

  /** What was counted as [value, count], ascending. */
  pairs() {
    const pairs = [];
    this.#counts.forEach((count, bucket) => {
      if (count > 0) {
        pairs.push([lowestOf(bucket), count]);
      }
    });
    return pairs;
  }
}
