import { carry, HIGH, LOW, mix, result } from './u64.js';

/** The one message that is no token: the first is acknowledged, the second ends the actor. */
export const UNCOUNTED = null;

/** What an actor keeps between hops. */
export class Actor {
  #self;
  #mesh;
  #kept = []; // the last payloads, a ring
  #oldest = 0;
  sumHigh = 0;
  sumLow = 0;
  delivered = 0;

  constructor(self, mesh) {
    this.#self = self;
    this.#mesh = mesh;
  }

  /** The actor's life; its promise is fulfilled when it has ended. */
  async run(mailbox) {
    const mesh = this.#mesh;
    mailbox.poll() ?? (await mailbox.arrival());
    mesh.acknowledged();
    for (;;) {
      let token = mailbox.poll();
      if (token === undefined) {
        token = await mailbox.arrival();
      }
      if (token === UNCOUNTED) {
        return;
      }
      const next = this.hop(token);
      if (next !== undefined) {
        const full = mesh.send(next);
        if (full !== undefined) {
          await full;
        }
      }
    }
  }

  /** Receives a token and returns what is to be sent, undefined if that was its last hop. */
  hop(token) {
    const mesh = this.#mesh;
    let now = NaN;
    if (mesh.isRecorded(token.zLow)) {
      now = mesh.clock();
      mesh.recordHop(now - token.stamp);
    }
    if (token.payload !== undefined) {
      this.#consume(token.payload);
    }
    mix(token.zHigh, token.zLow ^ this.#self);
    this.#add(result[HIGH], result[LOW]);
    if (mesh.work > 0) {
      mix(token.zHigh, token.zLow, mesh.rounds(token.zHigh, token.zLow));
      this.#add(result[HIGH], result[LOW]);
      now = NaN; // work is no latency: the stamp is read after it
    }
    mesh.deliveries[this.#self] = ++this.delivered;

    token.left--;
    if (token.left === 0) {
      mesh.retire(token);
      return undefined;
    }
    token.draw();
    if (mesh.isRecorded(token.zLow)) {
      token.stamp = Number.isNaN(now) ? mesh.clock() : now;
    }
    const next = mesh.fresh ? token.copy() : token;
    if (mesh.words > 0) {
      next.load(mesh.words);
    }
    return next;
  }

  #add(high, low) {
    this.sumLow = (this.sumLow + low) | 0;
    this.sumHigh = (this.sumHigh + high + carry(this.sumLow, low)) | 0;
  }

  #consume(payload) {
    let high = 0;
    let low = 0;
    for (let i = 0; i < payload.length; i += 2) {
      low = (low + payload[i]) | 0;
      high = (high + payload[i + 1] + carry(low, payload[i])) | 0;
    }
    this.#add(high, low);
    if (this.#mesh.retain > 0) {
      this.#keep(payload);
    }
  }

  #keep(payload) {
    if (this.#kept.length < this.#mesh.retain) {
      this.#kept.push(payload);
      return;
    }
    this.#kept[this.#oldest] = payload;
    this.#oldest = (this.#oldest + 1) % this.#kept.length;
  }
}
