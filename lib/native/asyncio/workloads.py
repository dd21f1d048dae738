"""The workloads by their names: each is a file of its name."""

from actor_mesh import ActorMesh
from channel import Channel
from colour import Colour
from compute import Compute
from deep_await import DeepAwait
from deep_stack import DeepStack
from fan_in import FanIn
from fan_out import FanOut
from ffi import Ffi
from file_read import FileRead
from hog import Hog
from idle_tasks import IdleTasks
from io_mix import IoMix
from ping_pong import PingPong
from ring import Ring
from spawn import Spawn
from timers import Timers
from workload import Workload

WORKLOADS: dict[str, type[Workload]] = {
    "actor-mesh": ActorMesh,
    "channel": Channel,
    "colour": Colour,
    "compute": Compute,
    "deep-await": DeepAwait,
    "deep-stack": DeepStack,
    "fan-in": FanIn,
    "fan-out": FanOut,
    "ffi": Ffi,
    "file-read": FileRead,
    "hog": Hog,
    "idle-tasks": IdleTasks,
    "io-mix": IoMix,
    "ping-pong": PingPong,
    "ring": Ring,
    "spawn": Spawn,
    "timers": Timers,
}
