use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use contract::answer::Measured;
use contract::request::Parameters;
use contract::{Asked, Failure, PerTask, Plan, Recorder, Round, Runtime};
use serde_json::{Value, json};

use crate::{Settings, Threads};

/// The histograms are the process's, so one round runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn run(over: &Value, patience: Duration) -> Result<Measured, Failure> {
    let mut all = json!({"actors": 4, "messages": 10, "inFlight": 3, "mailbox": 64, "payload": 0, "retain": 0, "work": 0,
        "tail": 0, "skew": 0, "rate": 0, "hops": 20, "record": "off", "message": "reused", "seed": "42"});
    for (name, value) in over.as_object().unwrap() {
        all[name] = value.clone();
    }
    let given: Parameters = serde_json::from_value(all).unwrap();
    let plan = Plan::new(&given).unwrap();
    let threads = Threads::open(&Settings { stack_kib: 64 }, &Asked::ActorMesh(plan.clone()))?;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut round = Round::new(&plan, patience, |_| ());
    let tally = threads.run(&mut round)?;
    Ok(round.measured(0, tally, PerTask::take()))
}

/// The small ones: 10,000 threads are for `make test`, through the program's own door.
#[test]
fn every_vector_has_its_answer() {
    let vectors: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/actor-mesh.json")).unwrap();
    for vector in vectors
        .iter()
        .filter(|it| it["parameters"]["actors"].as_u64() <= Some(1000))
    {
        let measured = run(&vector["parameters"], Duration::from_secs(30)).unwrap();
        assert_eq!(measured.answer, vector["answer"], "{vector}");
        assert_eq!(
            measured.deliveries, vector["parameters"]["messages"],
            "{vector}"
        );
    }
}

#[test]
fn a_full_mailbox_of_ones_own_is_a_deadlock() {
    let over = json!({"actors": 1, "mailbox": 1, "inFlight": 3, "messages": 1_000_000});
    let failure = run(&over, Duration::from_millis(200)).err();
    assert!(
        matches!(&failure, Some(Failure::Deadlock(it)) if it.contains("of 3 tokens")),
        "{failure:?}"
    );
}

#[test]
fn too_many_threads_are_refused() {
    let failure = run(&json!({"actors": 30_001}), Duration::from_secs(30)).err();
    assert!(matches!(failure, Some(Failure::Refused(_))), "{failure:?}");
}

#[test]
fn every_hop_is_recorded_once() {
    let count = |measured: &Measured, name: &str| -> u64 {
        measured
            .histograms
            .get(name)
            .map_or(0, |pairs| pairs.iter().map(|it| it.1).sum())
    };
    let long = Duration::from_secs(30);
    let all = run(
        &json!({"messages": 20_000, "record": "all", "payload": 64, "retain": 2}),
        long,
    )
    .unwrap();
    assert_eq!(count(&all, "hop") + count(&all, "hop_drain"), 20_000);

    // Unbounded: on a busy machine the open loop outruns four mailboxes of 64, and that is a deadlock.
    let open = run(
        &json!({"messages": 2_000, "record": "off", "rate": 20_000, "mailbox": 0}),
        long,
    )
    .unwrap();
    assert_eq!((count(&open, "hop"), count(&open, "hop_drain")), (0, 0));
    assert!(
        ["token", "token_uncorrected", "pacer_late"]
            .iter()
            .all(|it| count(&open, it) == 100)
    );
}
