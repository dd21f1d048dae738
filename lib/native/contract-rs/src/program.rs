//! The program of a runtime: one request in, lines out.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::stdin;
use std::panic;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::actor::Tally;
use crate::answer::{Line, exit, say};
use crate::plan::{Plan, Record};
use crate::recorder::Recorder;
use crate::request::Request;
use crate::round::{Failure, Round};
use crate::watch::exit_at_end_of_input;

/// How long nothing may move.
const PATIENCE: Duration = Duration::from_secs(5);

/// The compiler that built this.
pub const RUSTC: &str = env!("RUSTC_VERSION");

/// What a runtime says of itself.
pub struct About {
    pub runtime: &'static str,
    pub version: String,
    pub workers: usize,
    /// What a reader must know to judge the numbers: `timer`, `allocator`, `mailbox`; clock and recording are added.
    pub notes: BTreeMap<&'static str, String>,
}

/// What a runtime brings.
pub trait Runtime: Sized {
    type Settings: DeserializeOwned;
    type Recorder: Recorder;

    fn open(settings: &Self::Settings, plan: &Plan) -> Result<Self, Failure>;

    fn about(&self) -> About;

    /// Starts the actors, calls [`Round::parked`], starts the injector, calls [`Round::retired`], ends all tasks.
    fn run(&self, round: &mut Round) -> Result<Tally, Failure>;
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
    let plan = Plan::new(&request.parameters).map_err(Failure::Refused)?;
    let settings = serde_json::from_value(request.settings);
    let settings =
        settings.map_err(|it| Failure::Refused(format!("the settings can't be read: {it}")))?;
    let runtime = R::open(&settings, &plan)?;
    greet(runtime.about(), &plan, R::Recorder::NOTE);
    for index in 0..request.warmup + request.iterations {
        let progress = move |deliveries| {
            say(&Line::Progress {
                round: index,
                deliveries,
            })
        };
        let mut round = Round::new(&plan, PATIENCE, progress);
        let tally = runtime.run(&mut round)?;
        say(&Line::Round(round.measured(
            index,
            tally,
            R::Recorder::take(),
        )));
    }
    Ok(())
}

fn greet(about: About, plan: &Plan, recording: &str) {
    let mut notes = about.notes;
    notes.insert(
        "clock",
        format!(
            "std::time::Instant (CLOCK_MONOTONIC), {} ns a read",
            clock_read_ns()
        ),
    );
    let recording = match plan.record {
        Record::Off => "off: a hop reads no clock".to_owned(),
        Record::OneIn64 => format!("one hop in 64; {recording}"),
        Record::All => format!("every hop; {recording}"),
    };
    notes.insert("recording", recording);
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
