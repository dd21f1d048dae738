/** A queue of one receiver. A bound of 0 is none. */
export class Mailbox {
  #ring = new Array(4).fill(undefined);
  #first = 0;
  #size = 0;
  #bound;
  #receiver = undefined;
  #senders = undefined;

  constructor(bound) {
    this.#bound = bound;
  }

  /** Sends a message. Full, it gives a promise that the sender is to await. */
  put(message) {
    if (this.#receiver !== undefined) {
      const receive = this.#receiver;
      this.#receiver = undefined;
      receive(message);
    } else if (this.#bound === 0 || this.#size < this.#bound) {
      this.#add(message);
    } else {
      return new Promise((entered) => (this.#senders ??= []).push({ message, entered }));
    }
    return undefined;
  }

  /** The next message if there is one, else undefined. */
  poll() {
    if (this.#size === 0) {
      return undefined;
    }
    const message = this.#ring[this.#first];
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.#size--;
    if (this.#senders?.length > 0) {
      const sender = this.#senders.shift();
      this.#add(sender.message);
      sender.entered();
    }
    return message;
  }

  /** A promise of the next message, for a receiver whom poll() gave none. */
  arrival() {
    return new Promise((receive) => (this.#receiver = receive));
  }

  #add(message) {
    if (this.#size === this.#ring.length) {
      const { length } = this.#ring;
      this.#ring = Array.from({ length: 2 * length }, (_, i) => (i < length ? this.#ring[(this.#first + i) & (length - 1)] : undefined));
      this.#first = 0;
    }
    this.#ring[(this.#first + this.#size++) & (this.#ring.length - 1)] = message;
  }
}
