import { Actor, UNCOUNTED } from './actor.js';
import { COUNT, divides, MOST, refuse, SEED } from './check.js';
import { Histogram } from './histogram.js';
import { injector, offered } from './injector.js';
import { Mailbox } from './mailbox.js';
import { Meters } from './meters.js';
import { productHigh, wideOf } from './u64.js';
import { Shown } from './watchdog.js';

// A hop is recorded if (z & mask) === hit: always, for one in 64, or never.
const RECORDED = { all: [0, 0], 64: [63 << 8, 0], off: [0, 1] };

/** One round of actor-mesh, and what its actors share. */
export class Mesh {
  static PARAMETERS = {
    actors: [1, COUNT],
    messages: [1, MOST],
    inFlight: [1, COUNT],
    mailbox: [0, COUNT],
    payload: [0, COUNT],
    retain: [0, COUNT],
    work: [0, COUNT],
    tail: [0, 1],
    skew: [0, 255],
    rate: [0, MOST],
    hops: [1, MOST],
    record: ['all', '64', 'off'],
    message: ['reused', 'fresh'],
    seed: SEED,
  };

  static check({ payload, rate, messages, hops }) {
    if (payload % 8 !== 0) {
      refuse(`payload is ${payload}, not a multiple of 8`);
    }
    if (rate > 0) {
      divides('hops', hops, 'messages', messages);
    }
  }

  static units({ messages }) {
    return messages;
  }

  static notes = {
    message: 'an object; fresh: a new one a hop',
    record: 'one thread, so one histogram of each kind, written directly',
  };

  #mask;
  #hit;
  #skew;
  #favoured; // actors that skew prefers
  #tail;
  #epoch = NaN; // the clock's start, in performance.now()'s milliseconds
  #draining = false; // closed loop: a token is retired
  #histograms = {};
  #unready;
  #ready;
  #retired = 0;
  #finish;

  constructor(parameters) {
    const p = parameters;
    this.parameters = p;
    this.open = p.rate > 0;
    this.tokens = this.open ? p.messages / p.hops : Math.min(p.inFlight, p.messages); // the others have no hop to make
    this.work = p.work;
    this.words = p.payload / 8;
    this.retain = p.retain;
    this.fresh = p.message === 'fresh';
    [this.#mask, this.#hit] = RECORDED[p.record];
    this.#skew = p.skew;
    this.#favoured = Math.max(1, Math.floor(p.actors / 100));
    this.#tail = p.tail === 1;
    this.shown = Shown.of(this.tokens, this.open, p.actors);
    this.deliveries = this.shown.deliveries;
    for (const name of ['hop', 'hop_drain', 'token', 'token_uncorrected', 'pacer_late']) {
      this.#histograms[name] = new Histogram();
    }
    this.#unready = p.actors;
  }

  /** From the first actor to the last one's end. */
  async round(index) {
    globalThis.gc?.(); // one round's garbage is not the next one's
    const begin = performance.now();
    const ended = await this.#start();
    const startNs = (performance.now() - begin) * 1e6;
    const inject = injector(this);
    const meters = new Meters();
    const elapsedNs = await this.#measure(inject);
    const metrics = await meters.since(this.#epoch, elapsedNs);
    if (this.open) {
      metrics.offered_per_s = offered(this.parameters, inject.schedule);
    }
    this.mailboxes.forEach((mailbox) => mailbox.put(UNCOUNTED));
    await Promise.all(ended);
    return { line: 'round', index, ...this.#sums(), elapsed_ns: Math.round(elapsedNs), start_ns: Math.round(startNs),
      metrics, histograms: this.#pairs() };
  }

  /** Makes the actors and waits until each has acknowledged a message. Gives the promises of their ends. */
  async #start() {
    const { actors, mailbox } = this.parameters;
    const ready = new Promise((resolve) => (this.#ready = resolve));
    this.mailboxes = Array.from({ length: actors }, () => new Mailbox(mailbox));
    this.actors = this.mailboxes.map((_, self) => new Actor(self, this));
    const ended = this.actors.map((actor, self) => actor.run(this.mailboxes[self]));
    this.mailboxes.forEach((box) => box.put(UNCOUNTED));
    await ready;
    return ended;
  }

  async #measure(inject) {
    const finished = new Promise((resolve) => (this.#finish = resolve));
    this.shown.measuring = true;
    this.#epoch = performance.now();
    const injected = inject.run();
    const elapsedNs = await finished;
    this.shown.measuring = false;
    await injected;
    return elapsedNs;
  }

  acknowledged() {
    if (--this.#unready === 0) {
      this.#ready();
    }
  }

  /** Nanoseconds since the clock's start. */
  clock() {
    return (performance.now() - this.#epoch) * 1e6;
  }

  isRecorded(zLow) {
    return (zLow & this.#mask) === this.#hit;
  }

  recordHop(ns) {
    (this.#draining ? this.#histograms.hop_drain : this.#histograms.hop).record(ns);
  }

  /** Sends a token on; a promise when the sender is to wait. */
  send(token) {
    const among = (token.zLow & 255) < this.#skew ? this.#favoured : this.parameters.actors;
    return this.mailboxes[productHigh(token.zHigh, among)].put(token);
  }

  /** Rounds of work that a hop takes. */
  rounds(zHigh, zLow) {
    if (!this.#tail) {
      return this.work;
    }
    const bits = (zLow >>> 16) | (zHigh << 16) | (1 << 12);
    return this.work * 2 ** (31 - Math.clz32(bits & -bits));
  }

  retire(token) {
    this.shown.retired = ++this.#retired;
    const last = this.#retired === this.tokens;
    const now = this.open || last ? this.clock() : NaN;
    if (last) {
      this.#finish(now);
    }
    if (!this.open) {
      this.#draining = true;
      return;
    }
    this.#histograms.token.record(now - token.intended);
    this.#histograms.token_uncorrected.record(now - token.started);
    this.#histograms.pacer_late.record(token.started - token.intended);
  }

  #sums() {
    let sum = 0n;
    let deliveries = 0;
    for (const actor of this.actors) {
      sum += wideOf(actor.sumHigh, actor.sumLow);
      deliveries += actor.delivered;
    }
    return { answer: BigInt.asUintN(64, sum).toString(16).padStart(16, '0'), deliveries };
  }

  #pairs() {
    const pairs = Object.entries(this.#histograms).map(([name, histogram]) => [name, histogram.pairs()]);
    return Object.fromEntries(pairs.filter(([, list]) => list.length > 0));
  }
}
