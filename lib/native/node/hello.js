const READS = 10_000;

// What one clock read costs in a loop, in nanoseconds: the best of a few, as interruptions only add.
function costOfClock() {
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const before = performance.now();
    let last = before;
    for (let j = 0; j < READS; j++) {
      last = performance.now();
    }
    best = Math.min(best, ((last - before) * 1e6) / READS);
  }
  return best;
}

export function hello(notes) {
  return {
    line: 'hello',
    contract: 1,
    runtime: 'node',
    version: `node ${process.versions.node}, V8 ${process.versions.v8}`,
    workers: 1,
    notes: {
      clock: `performance.now, monotonic, ${costOfClock().toFixed(0)} ns a read; a double of milliseconds, finer than 1 ns here`,
      timer: 'setTimeout: whole milliseconds, at least one',
      allocator: "V8's own, with its collector; what it allocates isn't told",
      collector: "one forced collection before a round's tasks start; collections are counted by a PerformanceObserver, on the tasks' thread",
      mailbox:
        'an array used as a ring; a waiting receiver is a promise that the sender fulfils with the token, ' +
        'a waiting sender one that the receiver fulfils. A receiver takes what is there without a turn of the microtask queue',
      arithmetic: 'two 32-bit halves and Math.imul: a BigInt would be allocated for each intermediate result',
      threads: 'all tasks have one thread; the watchdog and standard input another; V8 collects with helpers of its own',
      ...notes,
    },
  };
}
