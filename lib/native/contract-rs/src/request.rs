//! The one line that asks for a trial.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub contract: u32,
    pub workload: String,
    pub warmup: u32,
    pub iterations: u32,
    /// The workload's own: it knows their names.
    pub parameters: Value,
    /// The runtime's own: it knows their type.
    pub settings: Value,
}

/// actor-mesh's parameters as they travel. One we don't know is refused: we couldn't honour it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Parameters {
    pub actors: u64,
    pub messages: u64,
    pub in_flight: u64,
    pub mailbox: u64,
    pub payload: u64,
    pub retain: u64,
    pub work: u64,
    pub tail: u64,
    pub skew: u64,
    pub rate: u64,
    pub hops: u64,
    pub record: String,
    pub message: String,
    pub seed: String,
}

impl Request {
    pub fn parse(line: &str) -> Result<Self, String> {
        let request: Self =
            serde_json::from_str(line).map_err(|it| format!("the request can't be read: {it}"))?;
        match (request.contract, request.warmup, request.iterations) {
            (1, 0, 0) => Err("warmup 0 and iterations 0 ask for no round".to_owned()),
            (1, ..) => Ok(request),
            (other, ..) => Err(format!("contract {other} is not spoken here, only 1")),
        }
    }
}
