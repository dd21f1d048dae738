//! What parameters may say. Each workload's own file says it of its own.

use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer, de::Error};

/// The contract's bound of a number.
pub const MOST: u64 = (1 << 53) - 1;

/// As many tasks, or channels, as a round may have of a kind.
pub const TASKS: u64 = 1 << 24;

pub fn within(name: &str, value: u64, range: RangeInclusive<u64>) -> Result<(), String> {
    if range.contains(&value) {
        return Ok(());
    }
    let (least, most) = range.into_inner();
    Err(format!("{name} is {value}, not within {least} and {most}"))
}

pub fn divides(name: &str, divisor: u64, whole: &str, of: u64) -> Result<(), String> {
    if of.is_multiple_of(divisor) {
        return Ok(());
    }
    Err(format!(
        "{name} is {divisor} and doesn't divide {whole}, which is {of}"
    ))
}

/// A 64-bit number travels as a decimal text.
pub fn seed<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let text = String::deserialize(from)?;
    text.parse()
        .map_err(|_| D::Error::custom(format!("seed is {text:?}, not a decimal number of 64 bits")))
}
