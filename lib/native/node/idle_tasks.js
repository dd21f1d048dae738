import v8 from 'node:v8';
import { refuse } from './check.js';
import { availableBytes, kernelBytes } from './meters.js';
import { Round } from './round.js';
import { HIGH, LOW, mix, result } from './u64.js';

// What a task takes at least, and each call more (V8 11).
const LEAST_BYTES = 300;
const LEAST_CALL_BYTES = 150;
const MIB = 2 ** 20;

/** What a task at rest weighs. */
export class IdleTasks extends Round {
  static PARAMETERS = { n: [1, 2 ** 26], depth: [0, 10_000] };

  static notes = {
    memory:
      "heap: what lives in the heap of the tasks' thread, after a forced collection; kernel: VmPTE and 16 KiB a thread; " +
      'what earlier rounds took is kept for later ones, so only the first grows',
  };

  static check({ n, depth }) {
    const wanted = n * (LEAST_BYTES + depth * LEAST_CALL_BYTES);
    const most = Math.min(availableBytes(), v8.getHeapStatistics().heap_size_limit);
    if (wanted > most) {
      refuse(`n is ${n}, which would take about ${Math.ceil(wanted / MIB)} MiB, and ${Math.floor(most / MIB)} MiB are available here`);
    }
  }

  static units({ n }) {
    return n;
  }

  #returned; // each task's, in two halves

  constructor(parameters) {
    super(parameters, { counts: 1, tasks: parameters.n });
    this.#returned = new Int32Array(2 * parameters.n);
  }

  start() {
    const { n, depth } = this.parameters;
    weigh(this.metrics, 'rss_before_bytes', 'kernel_before_bytes', 'heap_before_bytes');
    this.begin = performance.now();
    const ends = new Array(n);
    for (let i = 0; i < n; i++) {
      ends[i] = this.#idle(i, depth);
    }
    return ends;
  }

  atRest() {
    weigh(this.metrics, 'idle_rss_bytes', 'idle_kernel_bytes', 'idle_heap_bytes');
  }

  async #idle(i, depth) {
    await this.#nest(depth);
    mix(0, i);
    this.#returned[2 * i + HIGH] = result[HIGH];
    this.#returned[2 * i + LOW] = result[LOW];
    this.deliveries[0]++; // all tasks have one thread
    this.done();
  }

  /** Waits at the gate, so many calls deep. */
  async #nest(depth) {
    await (depth === 0 ? this.gate : this.#nest(depth - 1));
  }

  addUp() {
    const [sum] = this.sums;
    for (let i = 0; i < this.#returned.length; i += 2) {
      sum.add(this.#returned[i + HIGH], this.#returned[i + LOW]);
    }
  }
}

function weigh(metrics, resident, kernel, heap) {
  globalThis.gc?.();
  metrics[heap] = process.memoryUsage().heapUsed;
  metrics[resident] = process.memoryUsage.rss();
  if (kernelBytes() > 0) {
    metrics[kernel] = kernelBytes();
  }
}
