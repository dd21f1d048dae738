// The workloads by their names.
import { Channel } from './channel.js';
import { FanIn } from './fan_in.js';
import { FanOut } from './fan_out.js';
import { IdleTasks } from './idle_tasks.js';
import { Mesh } from './mesh.js';
import { PingPong } from './ping_pong.js';
import { Ring } from './ring.js';
import { Spawn } from './spawn.js';
import { Timers } from './timers.js';

export const WORKLOADS = {
  'actor-mesh': Mesh,
  channel: Channel,
  'fan-in': FanIn,
  'fan-out': FanOut,
  'idle-tasks': IdleTasks,
  'ping-pong': PingPong,
  ring: Ring,
  spawn: Spawn,
  timers: Timers,
};
