import { COUNT, number, onlyKnown, readParameters, refuse } from './check.js';
import { WORKLOADS } from './workloads.js';

/** The request of this line; throws an error with one sentence when it can't be run. */
export function parseRequest(text) {
  let request;
  try {
    request = JSON.parse(text);
  } catch (error) {
    refuse(`the request can't be read: ${error.message}`);
  }
  onlyKnown('the request', request, ['contract', 'workload', 'warmup', 'iterations', 'parameters', 'settings']);
  if (request.contract !== 1) {
    refuse(`contract ${JSON.stringify(request.contract)} is not spoken here, only 1`);
  }
  const workload = Object.hasOwn(WORKLOADS, request.workload) ? WORKLOADS[request.workload] : undefined;
  if (workload === undefined) {
    refuse(`the workload ${JSON.stringify(request.workload)} is not one of this runtime's`);
  }
  number('warmup', request.warmup, [0, COUNT]);
  number('iterations', request.iterations, [0, COUNT]);
  if (request.warmup + request.iterations < 1) {
    refuse('warmup and iterations are both 0: no round is asked for');
  }
  onlyKnown('settings', request.settings ?? {}, ['workers']);
  number('workers', request.settings?.workers ?? 0, [0, 1]);
  readParameters(workload, request.parameters);
  return request;
}
