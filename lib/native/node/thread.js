// The thread of the mesh: runs the rounds and posts their lines.
import { parentPort, workerData } from 'node:worker_threads';
import { Mesh } from './mesh.js';

parentPort.ref(); // with every promise waiting for another the thread would end: the watchdog is to say so instead
const { warmup, iterations, parameters } = workerData;
for (let index = 0; index < warmup + iterations; index++) {
  const mesh = new Mesh(parameters);
  parentPort.postMessage({ watch: { round: index, fields: mesh.shown.fields() } });
  const line = await mesh.round(index);
  if (line.deliveries !== parameters.messages) {
    throw new Error(`${line.deliveries} messages were delivered, not ${parameters.messages}`);
  }
  parentPort.postMessage(line);
}
parentPort.postMessage({ line: 'done' });
