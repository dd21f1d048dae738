import { MOST } from './check.js';
import { Mailbox } from './mailbox.js';
import { Round } from './round.js';
import { HIGH, LOW, mix, result } from './u64.js';

const END = null;

/** One token goes round: a switch to a task that hasn't run for long. */
export class Ring extends Round {
  static PARAMETERS = { tasks: [1, 2 ** 24], hops: [1, MOST] };

  static units({ hops }) {
    return hops;
  }

  #channels;

  constructor(parameters) {
    super(parameters, { counts: parameters.tasks, tasks: 1 });
    this.#channels = Array.from({ length: parameters.tasks }, () => new Mailbox(1));
  }

  start() {
    return this.#channels.map((_, i) => this.task(() => this.#pass(i)));
  }

  async #pass(i) {
    const { hops } = this.parameters;
    const channel = this.#channels[i];
    const successor = this.#channels[(i + 1) % this.#channels.length];
    const sum = this.sums[i];
    if (i === 0) {
      successor.put(1); // it is empty
    }
    for (;;) {
      let hop = channel.poll();
      if (hop === undefined) {
        hop = await channel.arrival();
      }
      if (hop === END) {
        return;
      }
      mix(Math.floor(hop / 2 ** 32) | 0, (hop | 0) ^ i);
      sum.add(result[HIGH], result[LOW]);
      this.deliveries[i]++;
      if (hop === hops) {
        this.done();
        this.#channels.forEach((it) => it.put(END)); // all are empty
      } else {
        const full = successor.put(hop + 1);
        if (full !== undefined) {
          await full;
        }
      }
    }
  }
}
