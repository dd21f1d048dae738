import { readFileSync } from 'node:fs';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

const WHOLE = [constants.NODE_PERFORMANCE_GC_MINOR, constants.NODE_PERFORMANCE_GC_MAJOR]; // the others are steps of one

/** The process's counters from just before the clock starts. */
export class Meters {
  #collections = [];
  #observer = new PerformanceObserver((list) => this.#collections.push(...list.getEntries()));
  #rss;
  #before;

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#rss = process.memoryUsage.rss();
    this.#before = process.resourceUsage();
  }

  /** The differences, by their names in the contract; the clock ran from `epoch` (ms) for so many nanoseconds. */
  async since(epoch, elapsedNs) {
    const after = process.resourceUsage();
    const threads = threadsOfProcess();
    const difference = (name) => after[name] - this.#before[name];
    const end = epoch + elapsedNs / 1e6;
    await turn(); // collections are reported when the event loop turns: one turn to make the entries, one to hand them out
    await turn();
    this.#observer.disconnect();
    const timed = this.#collections.filter((it) => it.startTime >= epoch && it.startTime < end);
    return {
      cpu_ns: (difference('userCPUTime') + difference('systemCPUTime')) * 1000,
      gc_count: timed.filter((it) => WHOLE.includes(it.detail.kind)).length,
      gc_pause_ns: Math.round(timed.reduce((sum, it) => sum + it.duration, 0) * 1e6),
      minor_faults: difference('minorPageFault'),
      involuntary_switches: difference('involuntaryContextSwitches'),
      idle_rss_bytes: this.#rss,
      ...(threads > 0 && { threads }),
    };
  }
}

/** What the kernel holds for the process: page tables, and a stack of 16 KiB a thread; 0 where the system doesn't tell. */
export const kernelBytes = () => numberIn('/proc/self/status', 'VmPTE') * 1024 + threadsOfProcess() * 2 ** 14;

/** The memory that the machine can still give, Infinity where it doesn't tell. */
export const availableBytes = () => numberIn('/proc/meminfo', 'MemAvailable') * 1024 || Infinity;

const threadsOfProcess = () => numberIn('/proc/self/status', 'Threads');

/** A number of a file of names and numbers, 0 if it isn't there. */
function numberIn(file, name) {
  try {
    return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
