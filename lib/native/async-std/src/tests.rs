use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use contract::answer::Measured;
use contract::request::Parameters;
use contract::{Asked, Failure, PerWorker, Plan, Recorder, Round, Runtime};
use serde_json::{Value, json};

use crate::{ASYNC_STD, AsyncStd, Settings, workers};

fn plan(over: &Value) -> Plan {
    let mut all = json!({"actors": 4, "messages": 10, "inFlight": 3, "mailbox": 64, "payload": 0, "retain": 0, "work": 0,
        "tail": 0, "skew": 0, "rate": 0, "hops": 20, "record": "off", "message": "reused", "seed": "42"});
    for (name, value) in over.as_object().unwrap() {
        all[name] = value.clone();
    }
    let given: Parameters = serde_json::from_value(all).unwrap();
    Plan::new(&given).unwrap()
}

/// The histograms are the process's, so one round runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn run(over: &Value, patience: Duration) -> Result<Measured, Failure> {
    let plan = plan(over);
    let runtime = AsyncStd::open(&Settings { workers: 0 }, &Asked::ActorMesh(plan.clone()))?;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut round = Round::new(&plan, patience, |_| ());
    let tally = runtime.run(&mut round)?;
    Ok(round.measured(0, tally, PerWorker::take()))
}

const LONG: Duration = Duration::from_secs(30);

/// Each with its bound, and the small ones without.
#[test]
fn every_vector_has_its_answer() {
    let vectors: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/actor-mesh.json")).unwrap();
    for vector in vectors {
        answers(&vector["parameters"], &vector["answer"]);
        if vector["parameters"]["messages"].as_u64() <= Some(20_000) {
            let mut unbounded = vector["parameters"].clone();
            unbounded["mailbox"] = json!(0);
            answers(&unbounded, &vector["answer"]);
        }
    }
}

fn answers(parameters: &Value, answer: &Value) {
    let measured = run(parameters, LONG).unwrap();
    assert_eq!(measured.answer, *answer, "{parameters}");
    assert_eq!(measured.deliveries, parameters["messages"], "{parameters}");
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
fn a_fresh_message_is_refused() {
    let failure = run(&json!({"message": "fresh"}), LONG).err();
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
    let all = run(
        &json!({"messages": 20_000, "record": "all", "payload": 64, "retain": 2}),
        LONG,
    )
    .unwrap();
    assert_eq!(count(&all, "hop") + count(&all, "hop_drain"), 20_000);

    let some = run(&json!({"messages": 20_000, "record": "64"}), LONG).unwrap();
    assert!((200..450).contains(&(count(&some, "hop") + count(&some, "hop_drain"))));

    // Unbounded: on a busy machine the open loop outruns four mailboxes of 64, and that is a deadlock.
    let open = run(
        &json!({"messages": 20_000, "record": "all", "rate": 100_000, "mailbox": 0}),
        LONG,
    )
    .unwrap();
    assert_eq!(
        (count(&open, "hop"), count(&open, "hop_drain")),
        (20_000, 0)
    );
    assert!(
        ["token", "token_uncorrected", "pacer_late"]
            .iter()
            .all(|it| count(&open, it) == 1_000)
    );
}

#[test]
fn workers_are_those_that_the_variable_starts() {
    assert_eq!(workers(3, Some("3")), Ok(3));
    assert_eq!(workers(0, None), Ok(available_parallelism().unwrap().get()));
    for (asked, variable) in [(3, Some("2")), (0, Some("2"))] {
        let refused = workers(asked, variable);
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    }
    let more = workers(0, None).unwrap() + 1;
    assert!(
        workers(more, None).is_err(),
        "the setting alone starts nothing"
    );
}

#[test]
fn the_version_is_the_one_built() {
    assert!(
        include_str!("../../Cargo.lock")
            .contains(&format!("name = \"async-std\"\nversion = \"{ASYNC_STD}\""))
    );
}
