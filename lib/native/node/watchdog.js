/** What the tasks' thread shows of a round to the watchdog's: plain memory that one writes and the other reads. */
export class Shown {
  #state;

  /** Shared memory travels by its fields. Doubles that are aligned aren't torn on 64-bit machines, and count to 2⁵³. */
  constructor({ tokens, ends, open, asleepMs, state, deliveries }) {
    this.tokens = tokens; // or tasks, where there are no tokens
    this.ends = ends; // what happens to the last of them
    this.open = open;
    this.asleepMs = asleepMs; // a task may sleep so long on purpose
    this.#state = state;
    this.deliveries = deliveries;
  }

  static of(tokens, open, counts, { ends = 'tokens were retired', asleepMs = 0 } = {}) {
    const shared = (length) => new Float64Array(new SharedArrayBuffer(8 * length));
    return new Shown({ tokens, ends, open, asleepMs, state: shared(4), deliveries: shared(counts) });
  }

  fields() {
    return { tokens: this.tokens, ends: this.ends, open: this.open, asleepMs: this.asleepMs, state: this.#state,
      deliveries: this.deliveries };
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

  /** What shows progress where nothing is counted yet. */
  get moved() {
    return this.#state[3];
  }

  set moved(count) {
    this.#state[3] = count;
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
    const patient = PATIENT + Math.ceil(shown.asleepMs / this.#tick);
    let still = 0;
    let last = -1;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const deliveries = shown.deliveries.reduce((sum, count) => sum + count, 0);
      this.#write({ line: 'progress', round, deliveries });
      const moved = deliveries + shown.retired + shown.moved;
      still = moved !== last || shown.mayRest() ? 0 : still + 1;
      last = moved;
      if (still === patient) {
        clearInterval(this.#timer);
        this.#deadlock(
          `nothing moved for ${(patient * this.#tick) / 1000} s: ${deliveries} units were counted, and ` +
            `${shown.retired} of ${shown.tokens} ${shown.ends}`,
        );
      }
    }, this.#tick);
  }
}
