// The thread of the tasks: runs the rounds and posts their lines.
import { parentPort, workerData } from 'node:worker_threads';
import { WORKLOADS } from './workloads.js';

parentPort.ref(); // with every promise waiting for another the thread would end: the watchdog is to say so instead
const { workload, warmup, iterations, parameters } = workerData;
const Round = WORKLOADS[workload];
for (let index = 0; index < warmup + iterations; index++) {
  const played = new Round(parameters);
  parentPort.postMessage({ watch: { round: index, fields: played.shown.fields() } });
  const line = await played.round(index);
  if (line.deliveries !== Round.units(parameters)) {
    throw new Error(`${line.deliveries} units were counted, not ${Round.units(parameters)}`);
  }
  parentPort.postMessage(line);
}
parentPort.postMessage({ line: 'done' });
