const LEAST = 4; // slots

/** A queue of one receiver. A bound of 0 is none. */
export class Mailbox {
  #ring = new Array(LEAST).fill(undefined); // a power of two, at least as long as what it holds
  #first = 0;
  #size = 0;
  #bound;
  #receiver = undefined; // fulfils the promise of the receiver that waits
  #senders = undefined; // those that wait, in their order

  constructor(bound) {
    this.#bound = bound;
  }

  /** Sends a message. Full, it gives a promise that is fulfilled when the message is in; the sender is to await it. */
  put(message) {
    if (this.#receiver !== undefined) {
      const receive = this.#receiver;
      this.#receiver = undefined;
      receive(message);
      return undefined;
    }
    if (this.#size === this.#bound && this.#bound > 0) {
      return new Promise((entered) => {
        (this.#senders ??= []).push({ message, entered });
      });
    }
    this.#add(message);
    return undefined;
  }

  /** The next message if there is one, else undefined. */
  poll() {
    if (this.#size === 0) {
      return undefined;
    }
    const message = this.#ring[this.#first];
    this.#ring[this.#first] = undefined; // or the slot would keep a payload alive
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.#size--;
    if (this.#senders !== undefined && this.#senders.length > 0) {
      const sender = this.#senders.shift();
      this.#add(sender.message);
      sender.entered();
    }
    return message;
  }

  /** A promise of the next message, for a receiver whom poll() gave none. */
  arrival() {
    return new Promise((receive) => {
      this.#receiver = receive;
    });
  }

  #add(message) {
    if (this.#size === this.#ring.length) {
      this.#grow();
    }
    this.#ring[(this.#first + this.#size) & (this.#ring.length - 1)] = message;
    this.#size++;
  }

  #grow() {
    const ring = new Array(2 * this.#size).fill(undefined);
    for (let i = 0; i < this.#size; i++) {
      ring[i] = this.#ring[(this.#first + i) & (this.#size - 1)];
    }
    this.#ring = ring;
    this.#first = 0;
  }
}
