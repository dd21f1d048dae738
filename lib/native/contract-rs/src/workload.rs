//! The workloads of `lib/native/WORKLOADS.md`, each a file of its name: its parameters, their check, and its round of async tasks.
//! actor-mesh, the first of them, has modules of its own: [`crate::plan`] and what that names.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::actor::Tally;
use crate::gate::Shape;
use crate::gated::Gated;
use crate::plan::Plan;
use crate::request::Parameters;
use crate::round::Failure;
use crate::tasks::Async;

pub mod channel;
pub mod colour;
pub mod compute;
pub mod deep_await;
pub mod deep_stack;
pub mod fan_in;
pub mod fan_out;
pub mod ffi;
pub mod file_read;
pub mod hog;
pub mod idle_tasks;
pub mod io_mix;
pub mod ping_pong;
pub mod ring;
pub mod spawn;
pub mod timers;

/// What a workload says of itself by its parameters.
pub trait Gates: DeserializeOwned {
    /// What of the runtime's facts a reader must know to judge its numbers, beside the timer's and the allocator's.
    const FACTS: &[&str] = &[];

    /// What can't be run.
    fn check(&self) -> Result<(), String>;

    /// How many units a round has to count.
    fn units(&self) -> u64;

    fn shape(&self) -> Shape;

    /// The stack that a task takes at most while it runs, where that isn't little.
    fn stack_bytes(&self) -> u64 {
        0
    }

    /// What else a reader must know.
    fn note(&self) -> Option<(&'static str, String)> {
        None
    }
}

/// What was asked for. The mesh has a round of its own, since its hop is measured.
pub enum Asked {
    ActorMesh(Plan),
    Other(Workload),
}

impl Asked {
    pub fn read(workload: &str, parameters: Value) -> Result<Self, String> {
        if workload == "actor-mesh" {
            let given: Parameters = typed(workload, parameters)?;
            return Plan::new(&given).map(Self::ActorMesh);
        }
        Workload::read(workload, parameters).map(Self::Other)
    }

    /// Whether the runtime's timer is used.
    pub fn sleeps(&self) -> bool {
        match self {
            Self::ActorMesh(plan) => plan.rate > 0,
            Self::Other(Workload::Timers(_)) => true,
            Self::Other(it) => it.shape().ticker,
        }
    }

    /// Whether sockets are used.
    pub fn connects(&self) -> bool {
        matches!(self, Self::Other(Workload::IoMix(_)))
    }
}

fn typed<T: DeserializeOwned>(workload: &str, parameters: Value) -> Result<T, String> {
    serde_json::from_value(parameters)
        .map_err(|it| format!("the parameters of {workload} can't be read: {it}"))
}

/// The list of all, of which the rest follows.
macro_rules! workloads {
    ($($name:literal: $module:ident::$kind:ident,)*) => {
        pub enum Workload {
            $($kind($module::$kind),)*
        }

        impl Workload {
            pub const NAMES: &[&str] = &[$($name),*];

            pub fn read(workload: &str, parameters: Value) -> Result<Self, String> {
                let read = match workload {
                    $($name => Self::$kind(typed(workload, parameters)?),)*
                    other => return Err(format!("no such workload here: {other}")),
                };
                match &read {
                    $(Self::$kind(it) => it.check()?,)*
                }
                Ok(read)
            }

            pub fn units(&self) -> u64 {
                match self {
                    $(Self::$kind(it) => it.units(),)*
                }
            }

            pub fn shape(&self) -> Shape {
                match self {
                    $(Self::$kind(it) => it.shape(),)*
                }
            }

            pub fn facts(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(_) => $module::$kind::FACTS,)*
                }
            }

            pub fn stack_bytes(&self) -> u64 {
                match self {
                    $(Self::$kind(it) => it.stack_bytes(),)*
                }
            }

            pub fn note(&self) -> Option<(&'static str, String)> {
                match self {
                    $(Self::$kind(it) => it.note(),)*
                }
            }

            /// A round of async tasks.
            pub fn play<A: Async>(&self, on: &A, round: &mut Gated) -> Result<Tally, Failure> {
                match self {
                    $(Self::$kind(it) => it.play(on, round),)*
                }
            }
        }
    };
}

workloads! {
    "channel": channel::Channel,
    "colour": colour::Colour,
    "compute": compute::Compute,
    "deep-await": deep_await::DeepAwait,
    "deep-stack": deep_stack::DeepStack,
    "fan-in": fan_in::FanIn,
    "fan-out": fan_out::FanOut,
    "ffi": ffi::Ffi,
    "file-read": file_read::FileRead,
    "hog": hog::Hog,
    "idle-tasks": idle_tasks::IdleTasks,
    "io-mix": io_mix::IoMix,
    "ping-pong": ping_pong::PingPong,
    "ring": ring::Ring,
    "spawn": spawn::Spawn,
    "timers": timers::Timers,
}
