import { COUNT, divides, MOST } from './check.js';
import { Mailbox } from './mailbox.js';
import { Round } from './round.js';

const END = null;

/** A queue of many receivers: those that wait stand in a line before it. */
class Shared {
  #mailbox;
  #receivers = [];

  constructor(bound) {
    this.#mailbox = new Mailbox(bound);
  }

  put(message) {
    if (this.#receivers.length > 0) {
      this.#receivers.shift()(message);
      return undefined;
    }
    return this.#mailbox.put(message);
  }

  poll() {
    return this.#mailbox.poll();
  }

  arrival() {
    return new Promise((receive) => this.#receivers.push(receive));
  }
}

/** One channel that all use. */
export class Channel extends Round {
  static PARAMETERS = { producers: [1, 2 ** 24], consumers: [1, 2 ** 24], capacity: [1, COUNT], messages: [1, MOST] };

  static notes = { close: "the last producer sends each consumer a null; the receivers that wait stand in a line before the mailbox" };

  static check({ producers, messages }) {
    divides('producers', producers, 'messages', messages);
  }

  static units({ messages }) {
    return messages;
  }

  #shared;
  #producing;

  constructor(parameters) {
    super(parameters, { counts: parameters.consumers, tasks: parameters.consumers });
    this.#shared = new Shared(parameters.capacity);
    this.#producing = parameters.producers;
  }

  start() {
    const { consumers, producers } = this.parameters;
    return [
      ...Array.from({ length: consumers }, (_, i) => this.task(() => this.#consume(i))),
      ...Array.from({ length: producers }, (_, i) => this.task(() => this.#produce(i))),
    ];
  }

  async #consume(i) {
    for (;;) {
      let v = this.#shared.poll();
      if (v === undefined) {
        v = await this.#shared.arrival();
      }
      if (v === END) {
        break;
      }
      this.sums[i].addMixOf(v);
      this.deliveries[i]++;
    }
    this.done();
  }

  async #produce(i) {
    const { producers, consumers, messages } = this.parameters;
    await produce(this.#shared, i, messages / producers);
    if (--this.#producing === 0) {
      for (let k = 0; k < consumers; k++) {
        await this.#shared.put(END);
      }
    }
  }
}

/** Sends a producer's share: the numbers from its own times the share on. */
export async function produce(to, producer, share) {
  for (let v = producer * share; v < (producer + 1) * share; v++) {
    const full = to.put(v);
    if (full !== undefined) {
      await full;
    }
  }
}
