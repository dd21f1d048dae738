import { COUNT, refuse } from './check.js';
import { Round, Sum } from './round.js';

/** Starts tasks and joins them, nothing else. */
export class Spawn extends Round {
  static PARAMETERS = { n: [1, COUNT], shape: ['flat', 'tree'] };

  static notes = {
    spawn: 'a call of an async function, which runs at once up to its first await, here to its end: nothing else can be started',
  };

  static check({ n, shape }) {
    let leaves = n;
    while (leaves % 10 === 0) {
      leaves /= 10;
    }
    if (shape === 'tree' && leaves !== 1) {
      refuse(`n is ${n}, not a power of ten, as a tree's has to be`);
    }
  }

  static units({ n, shape }) {
    return shape === 'tree' ? n + (n - 1) / 9 : n;
  }

  constructor(parameters) {
    super(parameters, { counts: 1, tasks: 1 });
  }

  start() {
    const { n, shape } = this.parameters;
    return [this.task(() => (shape === 'flat' ? this.#flat(n) : this.#tree(n)))];
  }

  async #flat(n) {
    const tasks = [];
    for (let i = 0; i < n; i++) {
      tasks.push(leaf(i));
      this.shown.moved = i; // nothing is counted before the first is joined
    }
    const [sum] = this.sums;
    for (const task of tasks) {
      const { high, low } = await task;
      sum.add(high, low);
      this.deliveries[0]++;
    }
    this.done();
  }

  async #tree(n) {
    const { high, low } = await this.#node(0, n);
    this.sums[0].add(high, low);
    this.done();
  }

  async #node(first, leaves) {
    this.deliveries[0]++;
    if (leaves === 1) {
      return leaf(first);
    }
    const children = [];
    for (let k = 0; k < 10; k++) {
      children.push(this.#node(first + (k * leaves) / 10, leaves / 10));
    }
    const sum = new Sum();
    for (const child of children) {
      const { high, low } = await child;
      sum.add(high, low);
    }
    return sum;
  }
}

async function leaf(i) {
  const sum = new Sum();
  sum.addMixOf(i);
  return sum;
}
