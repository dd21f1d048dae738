use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use contract::answer::Measured;
use contract::request::Parameters;
use contract::{Asked, Failure, PerWorker, Plan, Recorder, Round, Runtime};
use serde_json::{Value, json};

use crate::settings::{Coop, Flavor, Lifo, MailboxImpl, Settings, Waker};
use crate::{Allocator, JEMALLOC, MIMALLOC, TOKIO, Tokio};

mod settings;

const USUAL: Settings = Settings {
    workers: 2,
    mailbox_impl: MailboxImpl::Tokio,
    coop: Coop::On,
    waker: Waker::Clone,
    global_interval: 0,
    flavor: Flavor::Multi,
    allocator: Allocator::System,
    lifo: Lifo::On,
};

const CURRENT: Settings = Settings {
    workers: 1,
    flavor: Flavor::Current,
    ..USUAL
};

/// The steps, one after the other.
const STEPS: [Settings; 5] = [
    Settings {
        coop: Coop::Off,
        ..USUAL
    },
    OWN,
    Settings {
        coop: Coop::Off,
        ..OWN
    },
    Settings {
        waker: Waker::Once,
        ..OWN
    },
    Settings {
        waker: Waker::Once,
        coop: Coop::Off,
        global_interval: 3,
        ..OWN
    },
];

const OWN: Settings = Settings {
    mailbox_impl: MailboxImpl::Own,
    ..USUAL
};

fn plan(over: &Value) -> Plan {
    let mut all = json!({"actors": 4, "messages": 10, "inFlight": 3, "mailbox": 64, "payload": 0, "retain": 0, "work": 0,
        "tail": 0, "skew": 0, "rate": 0, "hops": 20, "record": "off", "message": "reused", "seed": "42"});
    for (name, value) in over.as_object().unwrap() {
        all[name] = value.clone();
    }
    let given: Parameters = serde_json::from_value(all).unwrap();
    Plan::new(&given).unwrap()
}

fn asked(over: &Value) -> Asked {
    Asked::ActorMesh(plan(over))
}

/// The histograms are the process's, so one round runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn run(over: &Value, patience: Duration) -> Result<Measured, Failure> {
    run_on(&USUAL, over, patience)
}

fn run_on(settings: &Settings, over: &Value, patience: Duration) -> Result<Measured, Failure> {
    let plan = plan(over);
    let tokio = Tokio::open(settings, &Asked::ActorMesh(plan.clone()))?;
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut round = Round::new(&plan, patience, |_| ());
    let tally = tokio.run(&mut round)?;
    Ok(round.measured(0, tally, PerWorker::take()))
}

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../../vectors/actor-mesh.json")).unwrap()
}

fn small() -> impl Iterator<Item = Value> {
    let all = vectors().into_iter();
    all.filter(|it| it["parameters"]["messages"].as_u64() <= Some(20_000))
}

fn answers(settings: &Settings, vector: &Value) {
    let parameters = &vector["parameters"];
    let measured = run_on(settings, parameters, Duration::from_secs(30)).unwrap();
    assert_eq!(measured.answer, vector["answer"], "{vector}");
    assert_eq!(measured.deliveries, parameters["messages"], "{vector}");
}

#[test]
fn every_vector_has_its_answer() {
    for vector in vectors() {
        answers(&USUAL, &vector);
    }
}

#[test]
fn one_thread_has_the_same_answers() {
    for vector in small() {
        answers(&CURRENT, &vector);
    }
}

/// Each with its bound, without one, and with a node made anew for each hop.
#[test]
fn every_step_has_the_same_answers() {
    for vector in small() {
        for step in STEPS {
            answers(&step, &vector);
            let mut other = vector.clone();
            other["parameters"]["mailbox"] = json!(0);
            answers(&step, &other);
            if step.mailbox_impl == MailboxImpl::Own {
                other["parameters"]["message"] = json!("fresh");
                answers(&step, &other);
            }
        }
    }
}

#[test]
fn a_full_mailbox_of_ones_own_is_a_deadlock() {
    let over = json!({"actors": 1, "mailbox": 1, "inFlight": 3, "messages": 1_000_000});
    for settings in STEPS.iter().chain([&USUAL, &CURRENT]) {
        let failure = run_on(settings, &over, Duration::from_millis(200)).err();
        assert!(
            matches!(&failure, Some(Failure::Deadlock(it)) if it.contains("of 3 tokens")),
            "{failure:?}"
        );
    }
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

    let some = run(&json!({"messages": 20_000, "record": "64"}), long).unwrap();
    assert!((200..450).contains(&(count(&some, "hop") + count(&some, "hop_drain"))));

    // Unbounded: on a busy machine the open loop outruns four mailboxes of 64, and that is a deadlock.
    let open = run(
        &json!({"messages": 20_000, "record": "all", "rate": 100_000, "mailbox": 0}),
        long,
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
fn the_versions_are_those_built() {
    for (name, version) in [
        ("tokio", TOKIO),
        ("mimalloc", MIMALLOC),
        ("tikv-jemallocator", JEMALLOC),
    ] {
        assert!(
            include_str!("../../Cargo.lock")
                .contains(&format!("name = \"{name}\"\nversion = \"{version}\"")),
            "{name}"
        );
    }
}
