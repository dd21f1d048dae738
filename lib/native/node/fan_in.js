import { produce } from './channel.js';
import { COUNT, divides, MOST } from './check.js';
import { Mailbox } from './mailbox.js';
import { Round } from './round.js';

/** Many tasks that send to one. */
export class FanIn extends Round {
  static PARAMETERS = { n: [1, 2 ** 24], capacity: [1, COUNT], messages: [1, MOST] };

  static check({ n, messages }) {
    divides('n', n, 'messages', messages);
  }

  static units({ messages }) {
    return messages;
  }

  constructor(parameters) {
    super(parameters, { counts: 1, tasks: 1 });
  }

  start() {
    const { n, capacity, messages } = this.parameters;
    const mailbox = new Mailbox(capacity);
    const senders = Array.from({ length: n }, (_, i) => this.task(() => produce(mailbox, i, messages / n)));
    return [this.task(() => this.#consume(mailbox)), ...senders];
  }

  async #consume(mailbox) {
    const { messages } = this.parameters;
    for (let i = 0; i < messages; i++) {
      this.sums[0].addMixOf(mailbox.poll() ?? (await mailbox.arrival()));
      this.deliveries[0]++;
    }
    this.done();
  }
}
