import { Mailbox } from './mailbox.js';

// 64-bit numbers are two halves of 32 bits: a BigInt would be allocated for each intermediate result. What a function
// gives besides its result, the upper half, is left in `high`.
let high = 0;

function productHigh(a, b) {
  const t = (Math.imul(a >>> 16, b & 0xffff) >>> 0) + (Math.imul(a & 0xffff, b & 0xffff) >>> 16);
  const u = (Math.imul(a & 0xffff, b >>> 16) >>> 0) + (t & 0xffff);
  return (Math.imul(a >>> 16, b >>> 16) + (t >>> 16) + (u >>> 16)) | 0;
}

function mix(h, l) {
  l ^= (l >>> 30) | (h << 2);
  h ^= h >>> 30;
  h = (productHigh(l, 0x1ce4e5b9) + Math.imul(l, 0xbf58476d) + Math.imul(h, 0x1ce4e5b9)) | 0;
  l = Math.imul(l, 0x1ce4e5b9);
  l ^= (l >>> 27) | (h << 5);
  h ^= h >>> 27;
  h = (productHigh(l, 0x133111eb) + Math.imul(l, 0x94d049bb) + Math.imul(h, 0x133111eb)) | 0;
  l = Math.imul(l, 0x133111eb);
  high = h ^ (h >>> 31);
  return l ^ ((l >>> 31) | (h << 1));
}

const carry = (sum, added) => (sum >>> 0 < added >>> 0 ? 1 : 0);
const wide = (h, l) => (BigInt(h >>> 0) << 32n) + BigInt(l >>> 0);
const END = null;

export class Mesh {
  constructor(actors, messages, tokens, bound, words, seed) {
    this.actors = actors;
    this.mailboxes = Array.from({ length: actors }, () => new Mailbox(bound));
    this.words = words;
    this.underWay = tokens;
    this.tokens = Array.from({ length: tokens }, (_, k) => {
      const start = BigInt.asUintN(64, seed + BigInt(k + 1) * 0x9e3779b97f4a7c15n);
      const low = mix(Number(start >> 32n) | 0, Number(start & 0xffffffffn) | 0);
      const left = Math.floor(messages / tokens) + (k < messages % tokens ? 1 : 0);
      return { stateHigh: high, stateLow: low, zHigh: 0, zLow: 0, left, payload: undefined };
    });
  }

  /** Actors start and acknowledge, the clock runs until the last token retires, actors end. */
  async round() {
    let unready = this.actors;
    const ready = new Promise((all) => (this.acknowledge = () => --unready || all()));
    const sums = this.mailboxes.map((mailbox, self) => this.actor(mailbox, self));
    this.mailboxes.forEach((mailbox) => mailbox.put(END));
    await ready;
    const finished = new Promise((finish) => (this.finish = finish));
    const begin = performance.now();
    this.inject();
    const ns = ((await finished) - begin) * 1e6;
    this.mailboxes.forEach((mailbox) => mailbox.put(END));
    const answer = (await Promise.all(sums)).reduce((sum, it) => sum + it, 0n);
    return { answer: BigInt.asUintN(64, answer), ns };
  }

  async inject() {
    for (const token of this.tokens) {
      const full = this.send(token);
      if (full !== undefined) {
        await full;
      }
    }
  }

  async actor(mailbox, self) {
    await mailbox.arrival();
    this.acknowledge();
    let sumHigh = 0;
    let sumLow = 0;
    for (;;) {
      let token = mailbox.poll();
      if (token === undefined) {
        token = await mailbox.arrival();
      }
      if (token === END) {
        return wide(sumHigh, sumLow);
      }
      for (let i = 0; i < 2 * this.words; i += 2) {
        sumLow = (sumLow + token.payload[i]) | 0;
        sumHigh = (sumHigh + token.payload[i + 1] + carry(sumLow, token.payload[i])) | 0;
      }
      const low = mix(token.zHigh, token.zLow ^ self);
      sumLow = (sumLow + low) | 0;
      sumHigh = (sumHigh + high + carry(sumLow, low)) | 0;
      if (--token.left > 0) {
        const full = this.send(token);
        if (full !== undefined) {
          await full;
        }
      } else if (--this.underWay === 0) {
        this.finish(performance.now());
      }
    }
  }

  send(token) {
    token.stateLow = (token.stateLow + 0x7f4a7c15) | 0;
    token.stateHigh = (token.stateHigh + 0x9e3779b9 + carry(token.stateLow, 0x7f4a7c15)) | 0;
    token.zLow = mix(token.stateHigh, token.stateLow);
    token.zHigh = high;
    if (this.words > 0) {
      token.payload = new Int32Array(2 * this.words);
      for (let i = 0; i < token.payload.length; i += 2) {
        token.payload[i] = token.zLow;
        token.payload[i + 1] = token.zHigh;
      }
    }
    return this.mailboxes[productHigh(token.zHigh, this.actors)].put(token);
  }
}
