//! What every runtime's program is held to, through its own door. Only tests have this module.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::mix::mix;
use crate::workload::Workload;
use crate::workload::io_mix::MESSAGE_BYTES;

mod held;
pub use held::*;

/// A runtime's program and its manifest.
pub struct Program {
    pub binary: &'static str,
    pub manifest: Value,
    folder: PathBuf,
}

/// What a run came to.
pub struct Answer {
    pub hello: Value,
    pub rounds: Vec<Value>,
    /// Kind and sentence.
    pub error: Option<(String, String)>,
    pub status: Option<i32>,
}

impl Program {
    pub fn of(binary: &'static str, folder: &str) -> Self {
        let folder = PathBuf::from(folder);
        let manifest = fs::read_to_string(folder.join("runtime.json")).expect("a manifest");
        Self {
            binary,
            manifest: serde_json::from_str(&manifest).expect("JSON"),
            folder,
        }
    }

    /// Parameters and answers of a workload's vectors.
    pub fn vectors(&self, workload: &str) -> Vec<(Value, String)> {
        let file = self
            .folder
            .join("../vectors")
            .join(format!("{workload}.json"));
        let text = fs::read_to_string(file).expect("vectors");
        let all: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        assert!(!all.is_empty(), "{workload}");
        all.into_iter()
            .map(|it| (it["parameters"].clone(), text_of(&it["answer"])))
            .collect()
    }

    /// Why the manifest says that these parameters can't be run.
    pub fn not_applicable(&self, parameters: &Value) -> Option<String> {
        let all = self.manifest["not_applicable"].as_object()?;
        let holds = |it: &&String| {
            it.split(' ').all(|set| {
                let (name, value) = set.split_once('=').expect("name=value");
                parameters[name] == json!(value)
            })
        };
        all.keys().find(holds).cloned()
    }

    pub fn request(&self, workload: &str, changes: &Value) -> Value {
        let settings = self.manifest["settings"].as_object().expect("settings");
        let mut settings: Map<_, _> = settings
            .iter()
            .map(|(name, it)| (name.clone(), it["default"].clone()))
            .collect();
        // An unoptimised build's frames are larger.
        settings
            .entry("stack_kib")
            .and_modify(|it| *it = json!(1024));
        json!({"contract": 1, "workload": workload, "warmup": 1, "iterations": 1,
            "parameters": changed(usual(workload), changes), "settings": settings})
    }

    pub fn start(&self, request: &Value) -> Child {
        let mut child = Command::new(self.binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let line = format!("{request}\n");
        let input = child.stdin.as_mut().expect("its input");
        input.write_all(line.as_bytes()).expect("it reads");
        child
    }

    /// Runs a request; io-mix gets its client.
    pub fn ask(&self, workload: &str, changes: &Value) -> Answer {
        self.ask_with(workload, changes, |it, port| {
            drive(it, port).expect("an echo server")
        })
    }

    pub fn ask_with(&self, workload: &str, changes: &Value, client: fn(&Value, u16)) -> Answer {
        let request = self.request(workload, changes);
        let mut child = self.start(&request);
        let mut answer = Answer {
            hello: Value::Null,
            rounds: Vec::new(),
            error: None,
            status: None,
        };
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        for line in lines {
            let line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
            match line["line"].as_str().expect("a line says what it is") {
                "hello" => answer.hello = line,
                "round" => answer.rounds.push(line),
                "error" => answer.error = Some((text_of(&line["kind"]), text_of(&line["message"]))),
                "listening" => {
                    let port = line["port"].as_u64().expect("a port") as u16;
                    let parameters = request["parameters"].clone();
                    thread::spawn(move || client(&parameters, port));
                }
                _ => {}
            }
        }
        answer.status = child.wait().expect("its end").code();
        answer
    }

    /// The last round of what has to run.
    pub fn one(&self, workload: &str, changes: Value) -> Value {
        let answer = self.ask(workload, &changes);
        assert_eq!(answer.error, None, "{workload} {changes}");
        assert_eq!(answer.rounds.len(), 2, "{workload} {changes}");
        answer.rounds[1].clone()
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn changed(mut all: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().expect("an object") {
        all[name] = value.clone();
    }
    all
}

/// The workloads' defaults.
pub fn usual(workload: &str) -> Value {
    match workload {
        "ping-pong" => json!({"pairs": 1, "rounds": 100_000}),
        "ring" => json!({"tasks": 1000, "hops": 100_000}),
        "spawn" => json!({"n": 100_000, "shape": "flat"}),
        "idle-tasks" => json!({"n": 10_000, "depth": 0}),
        "deep-stack" => json!({"depth": 100, "tasks": 1, "ticker": 0, "seed": "42"}),
        "deep-await" => {
            json!({"depth": "16", "chain": "async", "suspends": 1, "times": 100_000, "seed": "42"})
        }
        "hog" => {
            json!({"hogs": 1, "rounds": 100_000_000, "yield": 0, "place": "task", "seed": "42"})
        }
        "compute" => json!({"n": 1000, "size": 10_000, "seed": "42"}),
        "channel" => json!({"producers": 4, "consumers": 4, "capacity": 64, "messages": 1_000_000}),
        "fan-in" | "fan-out" => json!({"n": 1000, "capacity": 64, "messages": 1_000_000}),
        "timers" => json!({"n": 10_000, "spread": 100_000, "seed": "42"}),
        "io-mix" => json!({"connections": 1000, "requests": 100, "think": 0, "seed": "42"}),
        "file-read" => json!({"files": 1000, "size": 65_536, "seed": "42"}),
        "ffi" => json!({"calls": 10_000_000, "way": "call"}),
        "colour" => json!({"calls": 100_000, "way": "plain"}),
        other => panic!("no defaults of {other}"),
    }
}

/// How many values a histogram holds.
pub fn count(round: &Value, histogram: &str) -> u64 {
    let pairs = round["histograms"][histogram].as_array();
    pairs.map_or(0, |all| all.iter().filter_map(|it| it[1].as_u64()).sum())
}

/// io-mix's client: opens the connections, waits until each has had an echo, and then sends the requests on all of them at once.
pub fn drive(parameters: &Value, port: u16) -> io::Result<()> {
    let number = |name: &str| parameters[name].as_u64().unwrap_or_default();
    let seed: u64 = text_of(&parameters["seed"]).parse().expect("a seed");
    let (requests, think) = (number("requests"), Duration::from_micros(number("think")));
    let mut connections = Vec::new();
    for _ in 0..number("connections") {
        let mut connection = TcpStream::connect(("127.0.0.1", port))?;
        connection.set_nodelay(true)?;
        connection.write_all(&[0; MESSAGE_BYTES])?;
        connections.push(connection);
    }
    for connection in &mut connections {
        connection.read_exact(&mut [0; MESSAGE_BYTES])?;
    }
    let talks = connections.into_iter().zip(0..).map(|(connection, k)| {
        thread::spawn(move || converse(connection, k * requests, requests, think, seed))
    });
    let talks: Vec<_> = talks.collect();
    talks
        .into_iter()
        .try_for_each(|it| it.join().expect("a client"))
}

fn converse(
    mut connection: TcpStream,
    first: u64,
    requests: u64,
    think: Duration,
    seed: u64,
) -> io::Result<()> {
    for q in 0..requests {
        let words = (0..8).map(|j| mix(seed.wrapping_add((first + q) * 8 + j)).to_le_bytes());
        let message: Vec<u8> = words.flatten().collect();
        thread::sleep(if q == 0 { Duration::ZERO } else { think });
        // In two pieces: a message needn't arrive whole.
        connection.write_all(&message[..20])?;
        connection.write_all(&message[20..])?;
        let mut echo = [0; MESSAGE_BYTES];
        connection.read_exact(&mut echo)?;
        assert_eq!(echo[..], message, "request {q}");
    }
    Ok(())
}

/// All but actor-mesh, which each runtime tests in more ways.
pub fn workloads() -> impl Iterator<Item = &'static str> {
    Workload::NAMES.iter().copied()
}

/// What a folder holds.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).into_iter().flatten();
    all.filter_map(|it| Some(it.ok()?.path())).collect()
}
