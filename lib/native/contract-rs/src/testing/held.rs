//! The tests themselves, each a function of a program.

use std::env::temp_dir;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio, id};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Program, count, entries, usual, workloads};
use crate::ticker::{IDLE_TICKS, TICK_NS};
use crate::workload::Workload;
use crate::workload::io_mix::MESSAGE_BYTES;

/// Makes the tests of a program's workloads.
#[macro_export]
macro_rules! workload_tests {
    ($binary:literal: $($test:ident)*) => {
        $(
            #[test]
            fn $test() {
                let binary = env!(concat!("CARGO_BIN_EXE_", $binary));
                $crate::testing::$test(&$crate::testing::Program::of(binary, env!("CARGO_MANIFEST_DIR")));
            }
        )*
    };
}

pub fn every_vector_of_every_workload_has_its_answer(program: &Program) {
    for workload in workloads() {
        for (parameters, expected) in program.vectors(workload) {
            let answer = program.ask(workload, &parameters);
            if let Some(set) = program.not_applicable(&parameters) {
                let (kind, why) = answer.error.expect("a refusal");
                assert_eq!((kind.as_str(), answer.status), ("refused", Some(2)));
                assert!(
                    why.starts_with(&format!("{set} is not applicable: ")),
                    "{why}"
                );
                continue;
            }
            assert_eq!(answer.error, None, "{workload} {parameters}");
            assert_eq!((answer.rounds.len(), answer.status), (2, Some(0)));
            let asked = &program.request(workload, &parameters)["parameters"];
            let units = Workload::read(workload, asked.clone()).unwrap().units();
            for round in answer.rounds {
                assert_eq!(round["answer"], expected, "{workload} {parameters}");
                assert_eq!(round["deliveries"], units, "{workload} {parameters}");
                assert!(round["elapsed_ns"].as_u64() > Some(0), "{round}");
            }
        }
    }
}

/// One that is missing, and one that is unknown: no figure may be of something else than was asked for.
pub fn every_parameter_is_asked_for(program: &Program) {
    for workload in workloads() {
        let names = usual(workload);
        let names = names.as_object().unwrap().keys();
        for name in names.cloned().chain(["unheard".to_owned()]) {
            let answer = program.ask(workload, &json!({ &name: null }));
            let (kind, why) = answer.error.expect("a refusal");
            assert_eq!(
                (kind.as_str(), answer.status),
                ("refused", Some(2)),
                "{why}"
            );
        }
    }
}

pub fn the_manifest_lists_the_workloads(program: &Program) {
    let mut listed: Vec<_> = program.manifest["workloads"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    listed.sort_unstable();
    let mut all: Vec<_> = workloads().chain(["actor-mesh"]).collect();
    all.sort_unstable();
    assert_eq!(listed, all);
}

pub fn what_cannot_be_run_is_refused(program: &Program) {
    for (workload, changes, why) in [
        ("hog", json!({"hogs": 0}), "hogs is 0"),
        (
            "spawn",
            json!({"shape": "tree", "n": 2000}),
            "not a power of ten",
        ),
        (
            "channel",
            json!({"producers": 3}),
            "doesn't divide messages",
        ),
        ("channel", json!({"capacity": 0}), "capacity is 0"),
        ("fan-in", json!({"n": 3}), "doesn't divide messages"),
        ("file-read", json!({"size": 7}), "not a multiple of 8"),
        ("deep-await", json!({"depth": "5"}), "unknown variant `5`"),
        ("deep-stack", json!({"depth": 1_000_000}), "KiB of stack"),
        (
            "idle-tasks",
            json!({"n": 10_000_000, "depth": 10_000}),
            "of memory are available",
        ),
        (
            "io-mix",
            json!({"connections": 1_048_576}),
            "files may be open here",
        ),
        ("timers", json!({"seed": "x"}), "not a decimal number"),
        ("chess", json!({}), "no such workload"),
    ] {
        let answer = if workload == "chess" {
            let mut request = program.request("ring", &changes);
            request["workload"] = json!(workload);
            let mut child = program.start(&request);
            let mut said = String::new();
            child
                .stdout
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(2));
            said
        } else {
            let answer = program.ask(workload, &changes);
            assert_eq!(answer.status, Some(2), "{workload} {changes}");
            answer.error.expect("a refusal").1
        };
        assert!(answer.contains(why), "{workload} {changes}: {answer}");
    }
}

pub fn every_tick_owed_is_recorded(program: &Program) {
    for (workload, changes) in [
        ("hog", json!({"hogs": 3, "rounds": 2_000_000})),
        (
            "deep-stack",
            json!({"depth": 20, "tasks": 300, "ticker": 1}),
        ),
    ] {
        let round = program.one(workload, changes);
        let owed = round["elapsed_ns"].as_u64().unwrap() / TICK_NS;
        assert_eq!(count(&round, "late"), owed, "{workload}");
        assert_eq!(round["metrics"]["ticks_owed"], owed, "{workload}");
        assert!(
            round["metrics"]["ticks_had"].as_u64() <= Some(owed),
            "{round}"
        );
        assert_eq!(count(&round, "late_idle"), IDLE_TICKS, "{workload}");
    }
}

pub fn a_stack_holds_its_words(program: &Program) {
    let round = program.one("deep-stack", json!({"depth": 40, "tasks": 10}));
    assert_eq!(
        (count(&round, "first_call"), count(&round, "second_call")),
        (10, 10)
    );
    let bytes = round["metrics"]["stack_bytes"].as_u64().unwrap();
    assert!((39 * 64..39 * 1024).contains(&bytes), "{bytes}");
}

pub fn tasks_at_rest_are_weighed(program: &Program) {
    let names = [
        "rss_before_bytes",
        "idle_rss_bytes",
        "kernel_before_bytes",
        "idle_kernel_bytes",
    ];
    let round = program.one("idle-tasks", json!({"n": 500, "depth": 3}));
    for name in names {
        assert!(round["metrics"][name].as_u64() > Some(0), "{name}: {round}");
    }
}

/// A task's state is known where it is a value: the deeper, the larger.
pub fn the_size_of_a_task_is_known(program: &Program) {
    let bytes = |workload, changes| {
        let round = program.one(workload, changes);
        round["metrics"]["task_bytes"].as_u64().expect("task_bytes")
    };
    let [flat, deep] = [0, 10].map(|depth| bytes("idle-tasks", json!({"n": 10, "depth": depth})));
    assert!(flat >= 16 && deep >= flat + 10 * 16, "{flat} {deep}");
    let [one, many] = ["1", "64"].map(|it| bytes("deep-await", json!({"times": 10, "depth": it})));
    assert!(one > 0 && many > one, "{one} {many}");
    let by_hand =
        ["nested", "flat"].map(|it| bytes("deep-await", json!({"times": 10, "chain": it})));
    assert!(
        by_hand.iter().all(|it| (1..=many).contains(it)),
        "{by_hand:?} {many}"
    );
}

pub fn every_sleep_is_recorded(program: &Program) {
    let round = program.one("timers", json!({"n": 300, "spread": 3000}));
    assert_eq!(count(&round, "late"), 300);
}

/// The last echo is held back: all clients have theirs only after the clock was read.
pub fn the_clock_starts_before_the_first_request(program: &Program) {
    let asked = json!({"connections": 50, "requests": 3, "think": 20_000});
    let round = program.one("io-mix", asked);
    assert!(round["elapsed_ns"].as_u64() >= Some(40_000_000), "{round}");
}

/// One that ends within a message, and one that ends early.
pub fn a_broken_connection_fails(program: &Program) {
    let clients: [fn(&Value, u16); 2] = [|_, port| hang_up(port, 10), |_, port| hang_up(port, 0)];
    for client in clients {
        let answer = program.ask_with("io-mix", &json!({"connections": 1, "requests": 2}), client);
        let (kind, _) = answer.error.expect("a failure");
        assert_eq!((kind.as_str(), answer.status), ("failed", Some(1)));
    }
}

fn hang_up(port: u16, bytes_more: usize) {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
    connection.write_all(&[0; MESSAGE_BYTES]).unwrap();
    connection.read_exact(&mut [0; MESSAGE_BYTES]).unwrap();
    connection.write_all(&vec![0; bytes_more]).unwrap();
}

pub fn no_file_stays_behind(program: &Program) {
    let folder = temp_dir().join(format!("interleave-test-{}", id()));
    fs::create_dir(&folder).unwrap();
    for (files, finishes) in [(5, true), (20_000, false)] {
        let request = program.request("file-read", &json!({"files": files, "size": 8000}));
        let mut child = Command::new(program.binary)
            .env("TMPDIR", &folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(format!("{request}\n").as_bytes()).unwrap();
        if finishes {
            assert_eq!(child.wait().unwrap().code(), Some(0));
        } else {
            let began = Instant::now();
            while !entries(&folder).iter().any(|it| it.join("10").exists()) {
                assert!(
                    began.elapsed() < Duration::from_secs(30),
                    "no file is written"
                );
                sleep(Duration::from_millis(1));
            }
            drop(input);
            assert_eq!(child.wait().unwrap().code(), Some(130));
        }
        assert!(entries(&folder).is_empty(), "{:?}", entries(&folder));
    }
    fs::remove_dir(folder).unwrap();
}
