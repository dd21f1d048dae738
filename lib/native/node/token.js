import { carry, GAMMA, GAMMA_HIGH, GAMMA_LOW, HIGH, highOf, LOW, lowOf, mix, mixWide, result } from './u64.js';

/** The message that wanders through the mesh. */
export class Token {
  constructor(stateHigh, stateLow, left) {
    this.stateHigh = stateHigh;
    this.stateLow = stateLow;
    this.zHigh = 0; // the draw that sent it here
    this.zLow = 0;
    this.left = left; // hops to go, this one included
    this.stamp = NaN; // ns, set only if the hop that z draws is recorded; a double from the first, so its place is one
    this.intended = NaN; // open loop: when it should have started, and when it did
    this.started = NaN;
    this.payload = undefined;
  }

  /** Token k of this seed, ready to draw its first hop. */
  static number(k, seed, left) {
    const state = mixWide(BigInt.asUintN(64, seed + (BigInt(k) + 1n) * GAMMA));
    return new Token(highOf(state), lowOf(state), left);
  }

  /** Moves the generator on by a hop. */
  draw() {
    this.stateLow = (this.stateLow + GAMMA_LOW) | 0;
    this.stateHigh = (this.stateHigh + GAMMA_HIGH + carry(this.stateLow, GAMMA_LOW)) | 0;
    mix(this.stateHigh, this.stateLow);
    this.zHigh = result[HIGH];
    this.zLow = result[LOW];
  }

  /** A new object that stands for the same token. */
  copy() {
    const other = new Token(this.stateHigh, this.stateLow, this.left);
    other.zHigh = this.zHigh;
    other.zLow = this.zLow;
    other.stamp = this.stamp;
    other.intended = this.intended;
    other.started = this.started;
    return other;
  }

  /** Gives it a payload of its own: words of 64 bits as pairs of halves, the lower first. */
  load(words) {
    const payload = new Int32Array(2 * words);
    for (let i = 0; i < payload.length; i += 2) {
      payload[i] = this.zLow;
      payload[i + 1] = this.zHigh;
    }
    this.payload = payload;
  }
}
