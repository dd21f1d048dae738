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
    pub parameters: Parameters,
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
        match (request.contract, request.workload.as_str()) {
            (1, "actor-mesh") => Ok(request),
            (1, other) => Err(format!("no such workload here: {other}")),
            (other, _) => Err(format!("contract {other} is not spoken here, only 1")),
        }
    }
}
