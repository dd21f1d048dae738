//! What a setting refuses, and what it chooses.

use std::thread;

use contract::{Failure, Runtime};
use serde_json::json;

use super::{CURRENT, USUAL, asked};
use crate::settings::{Lifo, Settings, Waker};
use crate::{Allocator, Tokio};

#[test]
fn what_tokios_channel_has_not_is_refused() {
    let once = Settings {
        waker: Waker::Once,
        ..USUAL
    };
    for (settings, over) in [(USUAL, json!({"message": "fresh"})), (once, json!({}))] {
        let refused = Tokio::open(&settings, &asked(&over)).err();
        assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    }
}

#[test]
fn what_this_build_or_flavor_has_not_is_refused() {
    let two = Settings {
        workers: 2,
        ..CURRENT
    };
    let lifo = Settings {
        lifo: Lifo::Off,
        ..if cfg!(tokio_unstable) { CURRENT } else { USUAL }
    };
    let allocator = Settings {
        allocator: Allocator::Mimalloc,
        ..USUAL
    };
    for (settings, why) in [(two, "workers"), (lifo, "lifo"), (allocator, "allocator")] {
        let refused = Tokio::open(&settings, &asked(&json!({}))).err();
        assert!(
            matches!(&refused, Some(Failure::Refused(it)) if it.starts_with(why)),
            "{refused:?}"
        );
    }
}

/// Tasks run where the runtime is driven, and the main thread only waits.
#[test]
fn one_thread_is_the_worker_of_the_current_flavor() {
    let tokio = Tokio::open(&CURRENT, &asked(&json!({}))).unwrap();
    assert_eq!(tokio.about().workers, 1);
    let handle = tokio.host.handle();
    let task = handle.spawn(async { thread::current().name().map(str::to_owned) });
    let name = handle.block_on(task).unwrap();
    assert_eq!(name.as_deref(), Some("tokio-current"));
}

#[cfg(tokio_unstable)]
#[test]
fn no_lifo_slot_has_the_same_answers() {
    let settings = Settings {
        lifo: Lifo::Off,
        ..USUAL
    };
    for vector in super::small() {
        super::answers(&settings, &vector);
    }
}
