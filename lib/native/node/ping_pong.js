import { exact } from './check.js';
import { Mailbox } from './mailbox.js';
import { Round } from './round.js';

/** A wake-up and a switch: pairs of tasks that pass a message to and fro. */
export class PingPong extends Round {
  static PARAMETERS = { pairs: [1, 2 ** 24], rounds: [1, 2 ** 40] };

  static check({ pairs, rounds }) {
    exact('pairs · rounds', pairs * rounds);
  }

  static units({ pairs, rounds }) {
    return pairs * rounds;
  }

  constructor(parameters) {
    super(parameters, { counts: parameters.pairs, tasks: parameters.pairs });
  }

  start() {
    const { pairs } = this.parameters;
    const ends = [];
    for (let pair = 0; pair < pairs; pair++) {
      const to = new Mailbox(1);
      const fro = new Mailbox(1);
      ends.push(this.task(() => this.#serve(pair, to, fro)), this.task(() => this.#reply(pair, to, fro)));
    }
    return ends;
  }

  /** The first of a pair: it counts the round trips. */
  async #serve(pair, to, fro) {
    const { rounds } = this.parameters;
    for (let i = 0; i < rounds; i++) {
      const full = to.put(pair * rounds + i);
      if (full !== undefined) {
        await full;
      }
      fro.poll() ?? (await fro.arrival());
      this.deliveries[pair]++;
    }
    this.done();
  }

  /** The second: it adds. */
  async #reply(pair, to, fro) {
    const { rounds } = this.parameters;
    const sum = this.sums[pair];
    for (let i = 0; i < rounds; i++) {
      const v = to.poll() ?? (await to.arrival());
      sum.addMixOf(v);
      const full = fro.put(v);
      if (full !== undefined) {
        await full;
      }
    }
  }
}
