//! The contract of a runtime (`lib/native/CONTRACT.md`), for those written in Rust.
//!
//! A runtime brings its tasks and its channels; all else is here, so that two runtimes differ in nothing but themselves.
//!
//! # Layout
//! - [`program`]: reads the request, says hello, runs the rounds; the trait [`Runtime`] is what a runtime brings
//! - [`request`], [`answer`]: the JSON lines; [`plan`]: actor-mesh's parameters, checked
//! - [`workload`]: all but actor-mesh, a file each; [`check`]: what their parameters may say; [`tasks`]: what a runtime of async tasks
//!   brings to them; [`gate`]: what their tasks share; [`gated`]: a round of them; [`ticker`]: what wants to run each millisecond
//!
//! and of actor-mesh:
//!
//! - [`mix`], [`token`]: the arithmetic and the routing; [`schedule`]: the open loop's starts
//! - [`mesh`]: what a round's actors share; [`actor`]: the hop; [`task`]: actor and injector as async tasks;
//!   [`executor`]: a round of them
//! - [`recorder`], [`histogram`]: latencies; [`metrics`]: what the kernel counts
//! - [`round`]: the clock's boundary; [`watch`]: the watchdog, and standard input's end

// deep-await's chain of 64 async functions is a type 64 levels deep, and two steps a level.
#![recursion_limit = "512"]

pub mod actor;
pub mod answer;
pub mod check;
pub mod executor;
pub mod gate;
pub mod gated;
pub mod histogram;
pub mod mesh;
pub mod metrics;
pub mod mix;
pub mod plan;
pub mod program;
mod progress;
pub mod recorder;
pub mod request;
pub mod round;
pub mod schedule;
pub mod task;
pub mod tasks;
#[cfg(feature = "testing")]
pub mod testing;
pub mod ticker;
pub mod token;
pub mod watch;
pub mod workload;

pub use actor::{Actor, Tally};
pub use gated::Gated;
pub use mesh::Mesh;
pub use plan::{Plan, Record};
pub use program::{About, Runtime};
pub use recorder::{PerTask, PerWorker, Recorder};
pub use round::{Failure, Round};
pub use token::{Message, Token};
pub use workload::{Asked, Workload};

/// How often a hop is recorded, as a const parameter: `record=off` is then a program without a clock in its hop.
pub mod every {
    pub const NONE: u32 = 0;
    pub const ONE: u32 = 1;
    pub const SIXTY_FOUR: u32 = 64;
}

/// A field on cache lines of its own (two: processors prefetch them in pairs), so that who writes it disturbs nobody else.
#[derive(Default)]
#[repr(align(128))]
pub struct Padded<T>(pub T);
