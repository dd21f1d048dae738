import { setTimeout as sleep } from 'node:timers/promises';
import { Token } from './token.js';
import { GAMMA, mixWide } from './u64.js';

/** Prepares the tokens, or their schedule; `run` of what it gives is the task that sends them. */
export function injector(mesh) {
  return mesh.open ? new Pacer(mesh) : new Burst(mesh);
}

/** Closed loop: all tokens at once, in the order of their number. */
class Burst {
  #mesh;
  #tokens;

  constructor(mesh) {
    const { messages, seed } = mesh.parameters;
    const hops = Math.floor(messages / mesh.tokens);
    const longer = messages % mesh.tokens;
    this.#mesh = mesh;
    this.#tokens = Array.from({ length: mesh.tokens }, (_, k) => Token.number(k, BigInt(seed), hops + (k < longer ? 1 : 0)));
  }

  async run() {
    for (const token of this.#tokens) {
      const full = sendFirst(this.#mesh, token); // awaited only if it is: else each token would run dry before the next starts
      if (full !== undefined) {
        await full;
      }
    }
  }
}

/** Open loop: sleeps until the next intended start; when late it sends at once. */
class Pacer {
  #mesh;

  constructor(mesh) {
    this.#mesh = mesh;
    this.schedule = scheduleOf(mesh.parameters, mesh.tokens);
  }

  async run() {
    const mesh = this.#mesh;
    const seed = BigInt(mesh.parameters.seed);
    for (let k = 0; k < this.schedule.length; k++) {
      const intended = this.schedule[k];
      let now = mesh.clock();
      while (now < intended) {
        await sleep((intended - now) / 1e6);
        now = mesh.clock();
      }
      const token = Token.number(k, seed, mesh.parameters.hops);
      token.intended = intended;
      token.started = now;
      mesh.shown.started = k + 1;
      await sendFirst(mesh, token);
    }
  }
}

function sendFirst(mesh, token) {
  token.draw();
  if (mesh.isRecorded(token.zLow)) {
    token.stamp = mesh.clock();
  }
  if (mesh.words > 0) {
    token.load(mesh.words);
  }
  return mesh.send(token);
}

/** The intended start of every token, in nanoseconds after the clock's. */
function scheduleOf({ seed, hops, rate }, tokens) {
  const schedule = new Float64Array(tokens);
  let seconds = 0;
  for (let k = 0; k < tokens; k++) {
    const drawn = mixWide(BigInt(seed) ^ BigInt.asUintN(64, (BigInt(k) + 1n) * GAMMA));
    const u = (Number(drawn >> 11n) + 0.5) / 2 ** 53;
    seconds -= (Math.log(u) * hops) / rate;
    schedule[k] = seconds * 1e9;
  }
  return schedule;
}

/** The rate that the schedule asked for. */
export function offered({ messages }, schedule) {
  return messages / (schedule[schedule.length - 1] / 1e9);
}
