import { setTimeout as sleep } from 'node:timers/promises';
import { SEED } from './check.js';
import { Histogram } from './histogram.js';
import { Round } from './round.js';
import { mixWide } from './u64.js';

/** Many tasks that sleep. */
export class Timers extends Round {
  static PARAMETERS = { n: [1, 2 ** 24], spread: [1, 3600e6], seed: SEED };

  static notes = {
    sleep:
      "timers/promises' setTimeout, asked for the next whole millisecond, as a part of one is cut off; libuv counts in whole " +
      'milliseconds too, so it may end early by less than one, which is recorded as 0',
  };

  static units({ n }) {
    return n;
  }

  constructor(parameters) {
    super(parameters, { counts: 1, tasks: parameters.n, asleepMs: parameters.spread / 1000 });
    this.histograms.late = new Histogram();
  }

  start() {
    return Array.from({ length: this.parameters.n }, (_, i) => this.task(() => this.#sleep(i)));
  }

  async #sleep(i) {
    const { seed, spread } = this.parameters;
    const askedUs = Number(mixWide(BigInt.asUintN(64, BigInt(seed) + BigInt(i))) % BigInt(spread));
    const before = this.clock();
    await sleep(Math.ceil(askedUs / 1000));
    this.histograms.late.record(this.clock() - before - askedUs * 1000);
    this.sums[0].addMixOf(i);
    this.deliveries[0]++; // all tasks have one thread
    this.done();
  }
}
