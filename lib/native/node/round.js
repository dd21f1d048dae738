import { Meters } from './meters.js';
import { carry, HIGH, LOW, mix, result, wideOf } from './u64.js';
import { Shown } from './watchdog.js';

const WORD = 2 ** 32;

/** A sum of 64 bits, as two halves. */
export class Sum {
  high = 0;
  low = 0;

  add(high, low) {
    this.low = (this.low + low) | 0;
    this.high = (this.high + high + carry(this.low, low)) | 0;
  }

  /** Adds mix(v) of a whole number below 2⁵³. */
  addMixOf(v) {
    mix(Math.floor(v / WORD) | 0, v | 0);
    this.add(result[HIGH], result[LOW]);
  }

  get wide() {
    return wideOf(this.high, this.low);
  }
}

/** One execution of a workload: its tasks' start, the gate, the clock, the counters, and what came out. */
export class Round {
  #left;
  #finish;
  #open;
  #epoch = NaN; // the clock's start, in performance.now()'s milliseconds
  begin = NaN; // of the first task
  gate = new Promise((open) => (this.#open = open)); // fulfilled when the clock has started
  metrics = {};
  histograms = {};

  /** So many that count units, each with a sum, and so many tasks that have to be done until the clock stops. */
  constructor(parameters, { counts, tasks, asleepMs = 0 }) {
    this.parameters = parameters;
    this.shown = Shown.of(tasks, false, counts, { ends: 'tasks were done', asleepMs });
    this.deliveries = this.shown.deliveries;
    this.sums = Array.from({ length: counts }, () => new Sum());
    this.#left = tasks;
  }

  /** From the first task to the last one's end. */
  async round(index) {
    globalThis.gc?.(); // one round's garbage is not the next one's
    this.begin = performance.now();
    const ended = this.start(); // an async function runs when it is called: they all wait at the gate now
    const startNs = (performance.now() - this.begin) * 1e6;
    this.atRest?.();
    const meters = new Meters();
    const elapsedNs = await this.#measure();
    const metrics = { ...(await meters.since(this.#epoch, elapsedNs)), ...this.metrics };
    await Promise.all(ended);
    this.addUp?.();
    const histograms = Object.fromEntries(Object.entries(this.histograms).map(([name, it]) => [name, it.pairs()]));
    return { line: 'round', index, ...this.#sums(), elapsed_ns: Math.round(elapsedNs), start_ns: Math.round(startNs), metrics,
      histograms };
  }

  async #measure() {
    const finished = new Promise((resolve) => (this.#finish = resolve));
    this.shown.measuring = true;
    this.#epoch = performance.now();
    this.#open();
    const elapsedNs = await finished;
    this.shown.measuring = false;
    return elapsedNs;
  }

  /** Starts a task that waits at the gate and then does its part; the promise of its end. */
  async task(part) {
    await this.gate;
    await part();
  }

  /** A task is done; the last one stops the clock. */
  done() {
    this.shown.retired++;
    if (--this.#left === 0) {
      this.#finish(this.clock());
    }
  }

  /** Nanoseconds since the clock's start. */
  clock() {
    return (performance.now() - this.#epoch) * 1e6;
  }

  #sums() {
    const sum = this.sums.reduce((total, it) => total + it.wide, 0n);
    const deliveries = this.deliveries.reduce((total, count) => total + count, 0);
    return { answer: BigInt.asUintN(64, sum).toString(16).padStart(16, '0'), deliveries };
  }
}
