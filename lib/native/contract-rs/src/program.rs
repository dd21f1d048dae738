//! The program of a runtime: one request in, lines out.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::stdin;
use std::panic;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::actor::Tally;
use crate::answer::{Line, Measured, exit, say};
use crate::gated::Gated;
use crate::plan::{Plan, Record};
use crate::recorder::Recorder;
use crate::request::Request;
use crate::round::{Failure, Round};
use crate::watch::exit_at_end_of_input;
use crate::workload::{Asked, Workload};

/// How long nothing may move.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a task's stack holds beside a workload's deep calls.
const SPARE_STACK_BYTES: u64 = 8 << 10;

/// The compiler that built this.
pub const RUSTC: &str = env!("RUSTC_VERSION");

/// What a runtime says of itself.
pub struct About {
    pub runtime: &'static str,
    pub version: String,
    pub workers: usize,
    /// What a reader must know to judge the numbers: `timer`, `allocator`, `executor`; the rest is added.
    pub notes: BTreeMap<&'static str, String>,
}

/// What a runtime brings.
pub trait Runtime: Sized {
    type Settings: DeserializeOwned;
    type Recorder: Recorder;

    /// What must be known of the runtime to judge one workload or another, by the names in [`Gates::FACTS`].
    ///
    /// [`Gates::FACTS`]: crate::workload::Gates::FACTS
    const FACTS: &[(&'static str, &'static str)];

    fn open(settings: &Self::Settings, asked: &Asked) -> Result<Self, Failure>;

    fn about(&self) -> About;

    /// A round of actor-mesh: starts the actors, calls [`Round::parked`], starts the injector, calls [`Round::retired`], ends all
    /// tasks.
    fn run(&self, round: &mut Round) -> Result<Tally, Failure>;

    /// A round of any other workload.
    fn play(&self, workload: &Workload, round: &mut Gated) -> Result<Tally, Failure>;

    /// The stack that a task may use. std's for a thread, unless the runtime says otherwise.
    fn stack_bytes(&self) -> u64 {
        2 << 20
    }
}

/// The whole program.
pub fn main<R: Runtime>() -> ! {
    // A panic anywhere is the program's end: said in the contract's words.
    panic::set_hook(Box::new(|it| {
        fail(&Failure::Failed(it.to_string().replace('\n', " ")))
    }));
    let mut line = String::new();
    match stdin().read_line(&mut line) {
        Ok(0) => exit(130),
        Ok(_) => {}
        Err(it) => fail(&Failure::Refused(format!(
            "the request can't be read: {it}"
        ))),
    }
    if let Err(it) = exit_at_end_of_input() {
        fail(&Failure::Failed(format!(
            "no thread for standard input: {it}"
        )));
    }
    match answer::<R>(&line) {
        Ok(()) => say(&Line::Done {}),
        Err(it) => fail(&it),
    }
    exit(0)
}

fn fail(failure: &Failure) -> ! {
    let (kind, message, status) = match failure {
        Failure::Refused(it) => ("refused", it, 2),
        Failure::Deadlock(it) => ("deadlock", it, 1),
        Failure::Failed(it) => ("failed", it, 1),
    };
    say(&Line::Error { kind, message });
    exit(status)
}

fn answer<R: Runtime>(line: &str) -> Result<(), Failure> {
    let request = Request::parse(line).map_err(Failure::Refused)?;
    let asked = Asked::read(&request.workload, request.parameters).map_err(Failure::Refused)?;
    let settings = serde_json::from_value(request.settings);
    let settings =
        settings.map_err(|it| Failure::Refused(format!("the settings can't be read: {it}")))?;
    let runtime = R::open(&settings, &asked)?;
    if let Asked::Other(workload) = &asked {
        fits(workload, &runtime)?;
    }
    greet::<R>(runtime.about(), &asked);
    for index in 0..request.warmup + request.iterations {
        let measured = match &asked {
            Asked::ActorMesh(plan) => mesh_round(&runtime, plan, index)?,
            Asked::Other(workload) => round(&runtime, workload, index, PATIENCE)?,
        };
        say(&Line::Round(measured));
    }
    Ok(())
}

/// Whether a task's stack is deep enough: to overflow it would end the program without a word.
fn fits<R: Runtime>(workload: &Workload, runtime: &R) -> Result<(), Failure> {
    let (wanted, there) = (
        workload.stack_bytes() + SPARE_STACK_BYTES,
        runtime.stack_bytes(),
    );
    if wanted <= there {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "depth may take {} KiB of stack, and {} KiB are there",
        wanted >> 10,
        there >> 10
    )))
}

fn mesh_round<R: Runtime>(runtime: &R, plan: &Plan, index: u32) -> Result<Measured, Failure> {
    let mut round = Round::new(plan, PATIENCE, progress(index));
    let tally = runtime.run(&mut round)?;
    Ok(round.measured(index, tally, R::Recorder::take()))
}

/// A round of a workload that has a gate. `patience`: how long nothing may move.
pub fn round<R: Runtime>(
    runtime: &R,
    workload: &Workload,
    index: u32,
    patience: Duration,
) -> Result<Measured, Failure> {
    let mut round = Gated::new(index, workload.shape(), patience, progress(index));
    let tally = runtime.play(workload, &mut round)?;
    if tally.deliveries != workload.units() {
        return Err(Failure::Failed(format!(
            "{} units were counted, not {}",
            tally.deliveries,
            workload.units()
        )));
    }
    Ok(round.measured(tally))
}

fn progress(round: u32) -> impl Fn(u64) + Send {
    move |deliveries| say(&Line::Progress { round, deliveries })
}

fn greet<R: Runtime>(about: About, asked: &Asked) {
    let mut notes = about.notes;
    notes.insert(
        "clock",
        format!(
            "std::time::Instant (CLOCK_MONOTONIC), {} ns a read",
            clock_read_ns()
        ),
    );
    match asked {
        Asked::ActorMesh(plan) => {
            notes.insert("recording", recording(plan.record, R::Recorder::NOTE));
        }
        Asked::Other(workload) => {
            notes.extend(workload.note());
            let facts = R::FACTS
                .iter()
                .filter(|it| workload.facts().contains(&it.0));
            notes.extend(facts.map(|&(name, fact)| (name, fact.to_owned())));
        }
    }
    let About {
        runtime,
        version,
        workers,
        ..
    } = about;
    say(&Line::Hello {
        contract: 1,
        runtime,
        version: &version,
        workers,
        notes: &notes,
    });
}

fn recording(record: Record, how: &str) -> String {
    match record {
        Record::Off => "off: a hop reads no clock".to_owned(),
        Record::OneIn64 => format!("one hop in 64; {how}"),
        Record::All => format!("every hop; {how}"),
    }
}

/// The best of several: what a read costs when nothing disturbs it.
fn clock_read_ns() -> u128 {
    const READS: u32 = 1000;
    let batch = |_| {
        let start = Instant::now();
        (0..READS).for_each(|_| _ = black_box(start.elapsed()));
        start.elapsed().as_nanos() / u128::from(READS)
    };
    (0..20).map(batch).min().unwrap_or_default()
}
