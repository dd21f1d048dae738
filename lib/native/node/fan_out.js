import { COUNT, divides, MOST } from './check.js';
import { Mailbox } from './mailbox.js';
import { Round } from './round.js';

/** One task that sends to many. */
export class FanOut extends Round {
  static PARAMETERS = { n: [1, 2 ** 24], capacity: [1, COUNT], messages: [1, MOST] };

  static check({ n, messages }) {
    divides('n', n, 'messages', messages);
  }

  static units({ messages }) {
    return messages;
  }

  constructor(parameters) {
    super(parameters, { counts: parameters.n, tasks: parameters.n });
  }

  start() {
    const { n, capacity } = this.parameters;
    const mailboxes = Array.from({ length: n }, () => new Mailbox(capacity));
    return [...mailboxes.map((mailbox, i) => this.task(() => this.#consume(mailbox, i))), this.task(() => this.#send(mailboxes))];
  }

  async #consume(mailbox, i) {
    const share = this.parameters.messages / this.parameters.n;
    for (let k = 0; k < share; k++) {
      this.sums[i].addMixOf(mailbox.poll() ?? (await mailbox.arrival()));
      this.deliveries[i]++;
    }
    this.done();
  }

  async #send(mailboxes) {
    const { n, messages } = this.parameters;
    for (let v = 0; v < messages; v++) {
      const full = mailboxes[v % n].put(v);
      if (full !== undefined) {
        await full;
      }
    }
  }
}
