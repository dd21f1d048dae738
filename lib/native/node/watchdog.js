/** What the mesh's thread shows of a round to the watchdog's: plain memory that one writes and the other reads. */
export class Shown {
  #state;

  /** Shared memory travels by its fields. Doubles that are aligned aren't torn on 64-bit machines, and count to 2⁵³. */
  constructor({ tokens, open, state, deliveries }) {
    this.tokens = tokens;
    this.open = open;
    this.#state = state;
    this.deliveries = deliveries;
  }

  static of(tokens, open, actors) {
    const shared = (length) => new Float64Array(new SharedArrayBuffer(8 * length));
    return new Shown({ tokens, open, state: shared(3), deliveries: shared(actors) });
  }

  fields() {
    return { tokens: this.tokens, open: this.open, state: this.#state, deliveries: this.deliveries };
  }

  get measuring() {
    return this.#state[0] === 1;
  }

  set measuring(is) {
    this.#state[0] = is ? 1 : 0;
  }

  get retired() {
    return this.#state[1];
  }

  set retired(count) {
    this.#state[1] = count;
  }

  /** Open loop: tokens that the pacer has sent. */
  get started() {
    return this.#state[2];
  }

  set started(count) {
    this.#state[2] = count;
  }

  /** Whether nothing has to move: outside the clock, and while the pacer waits with no token under way. */
  mayRest() {
    return !this.measuring || this.retired === this.tokens || (this.open && this.started === this.retired);
  }
}

// It counts ticks rather than time, so that a process that was stopped for a while isn't taken for a deadlock.
const TICK_MS = 250;
const PATIENT = 20;

/** Adds up from outside what the actors count, writes the progress lines, and sees when nothing moves. */
export class Watchdog {
  #write;
  #deadlock;
  #tick;
  #timer;

  constructor(write, deadlock, tick = TICK_MS) {
    this.#write = write;
    this.#deadlock = deadlock;
    this.#tick = tick;
  }

  /** Watches this round, and no longer the one before. */
  watch({ round, fields }) {
    const shown = new Shown(fields);
    let still = 0;
    let last = -1;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const deliveries = shown.deliveries.reduce((sum, count) => sum + count, 0);
      this.#write({ line: 'progress', round, deliveries });
      const moved = deliveries + shown.retired;
      still = moved !== last || shown.mayRest() ? 0 : still + 1;
      last = moved;
      if (still === PATIENT) {
        clearInterval(this.#timer);
        this.#deadlock(
          `no message was delivered and no token retired for ${(PATIENT * this.#tick) / 1000} s; ` +
            `${shown.retired} of ${shown.tokens} tokens were retired`,
        );
      }
    }, this.#tick);
  }
}
