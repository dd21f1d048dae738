// The runtime `node`: async functions on one thread, speaking the contract of ../CONTRACT.md.
//
//   main.js       the door: one request in, lines out, an exit status; the end of input
//   hello.js      the first line
//   request.js    the request that is read; check.js: what it may say
//   workloads.js  the workloads by name; each is a file of its name, of its parameters, their check, and its round
//   round.js      what rounds share: the start, the gate, the clock, the counters
//   watchdog.js   progress from outside, and the end of a run that makes none
//   thread.js     the thread that all tasks run on: the rounds, and the lines they give
//   mailbox.js    a queue that a receiver, or when it is full a sender, awaits
//   u64.js        unsigned 64-bit arithmetic on two halves
//   histogram.js  HdrHistogram's layout
//   meters.js     processor time, collections, faults, memory
//
// and of actor-mesh, besides mesh.js:
//
//   actor.js      the hop
//   token.js      the message
//   injector.js   the task that sends the first tokens, at once or on a schedule
//
// The tasks have a thread of its own (worker_threads), only one: promises that settle each other never let the event loop
// turn, so on their thread neither a timer nor the end of standard input would be seen before the last is done.
import { Worker } from 'node:worker_threads';
import { hello } from './hello.js';
import { parseRequest } from './request.js';
import { Watchdog } from './watchdog.js';
import { WORKLOADS } from './workloads.js';

const FAILED = 1;
const REFUSED = 2;
const CANCELLED = 130;

const write = (line, written) => process.stdout.write(`${JSON.stringify(line)}\n`, written);

/** The last line, and then the end: not before it is written, as a full pipe may hold it up. */
function finish(line, status) {
  finished = true;
  write(line, () => process.exit(status));
}

function fail(kind, message, status) {
  if (!finished) {
    finish({ line: 'error', kind, message }, status);
  }
}

let finished = false;

function serve(text) {
  let request;
  try {
    request = parseRequest(text);
  } catch (refusal) {
    fail('refused', refusal.message, REFUSED);
    return;
  }
  write(hello(WORKLOADS[request.workload].notes));
  const watchdog = new Watchdog(write, (reason) => fail('deadlock', reason, FAILED));
  const thread = new Worker(new URL('thread.js', import.meta.url), { workerData: request });
  thread.on('error', (error) => fail('failed', String(error?.message ?? error), FAILED));
  thread.on('exit', () => fail('failed', 'the thread of the tasks ended before its last round', FAILED));
  thread.on('message', (message) => {
    if (message.watch) {
      watchdog.watch(message.watch);
      return;
    }
    if (message.line === 'done') {
      finish(message, 0);
    } else {
      write(message);
    }
  });
}

let unread = '';
function read(chunk) {
  unread += chunk;
  const end = unread.indexOf('\n');
  if (end >= 0) {
    process.stdin.off('data', read).resume(); // what follows is dropped
    serve(unread.slice(0, end));
  }
}

process.stdout.on('error', () => process.exit(CANCELLED)); // whoever reads is gone
process.stdin.setEncoding('utf8').on('data', read);
process.stdin.on('close', () => process.exit(CANCELLED));
