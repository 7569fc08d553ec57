//! How mail goes out, as the operator sets it, and what of it makes no sense.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::EmailAddress;
use domain::limits::PER_MINUTE_MAX;
use flows::outbox::Rates;
use policy::retry::Schedule;
use serde::{Deserialize, Deserializer};

/// Steps of a schedule; the last one repeats.
const STEPS_MAX: usize = 30;
/// The longest wait and the longest lifetime, hours: 30 days.
const LIFETIME_HOURS_MAX: i64 = 30 * 24;
/// Transactions at a time: each holds a connection and its buffers.
const CONCURRENCY_MAX: usize = 1_000;
/// The longest that a stop may take, seconds.
const STOP_SECONDS_MAX: u64 = 3_600;

/// `[outbox]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outbox {
    pub(crate) concurrency: usize,
    pub(crate) concurrency_per_destination: usize,
    pub(crate) organisation_share: u8,
    pub(crate) per_minute_to_destination: u32,
    #[serde(deserialize_with = "per_minute_by_name")]
    pub(crate) per_minute_to_named: BTreeMap<String, u32>,
    pub(crate) per_minute_of_organisation: u32,
    #[serde(deserialize_with = "minutes")]
    pub(crate) retry_minutes: Vec<i64>,
    pub(crate) lifetime_hours: i64,
    pub(crate) stop_seconds: u64,
    pub(crate) port: u16,
}

impl Outbox {
    /// When temporary failures are tried again.
    pub(crate) fn schedule(&self) -> Schedule {
        Schedule {
            waits_ms: self.retry_minutes.iter().map(|minutes| minutes * 60_000).collect(),
            lifetime_ms: self.lifetime_hours * 3_600_000,
        }
    }

    /// Mails in a minute.
    pub(crate) fn rates(&self) -> Rates {
        Rates {
            per_destination: self.per_minute_to_destination,
            to_named: self.per_minute_to_named.clone(),
            per_organisation: self.per_minute_of_organisation,
        }
    }

    /// How long a stop waits for mails on their way.
    pub(crate) fn stop_within(&self) -> Duration {
        Duration::from_secs(self.stop_seconds)
    }

    /// Refuses what makes no sense, by the key's name.
    pub(super) fn check(&self) -> Result<()> {
        let (steps, lifetime_minutes) = (&self.retry_minutes, self.lifetime_hours.saturating_mul(60));
        if steps.is_empty() || steps.len() > STEPS_MAX {
            bail!(
                "`outbox.retry_minutes` has {} steps; write 1 to {STEPS_MAX}, as in 5, 15, 30",
                steps.len()
            );
        }
        if !(1..=LIFETIME_HOURS_MAX).contains(&self.lifetime_hours) {
            bail!("`outbox.lifetime_hours` is {}; write 1 to {LIFETIME_HOURS_MAX}", self.lifetime_hours);
        }
        if let Some(step) = steps.iter().find(|step| !(1..=lifetime_minutes).contains(*step)) {
            bail!(
                "`outbox.retry_minutes` has the step {step}; each is at least a minute, and no longer than `outbox.lifetime_hours`, {} hours",
                self.lifetime_hours
            );
        }
        if !(1..=CONCURRENCY_MAX).contains(&self.concurrency) {
            bail!("`outbox.concurrency` is {}; write 1 to {CONCURRENCY_MAX}", self.concurrency);
        }
        if !(1..=100).contains(&self.organisation_share) {
            bail!(
                "`outbox.organisation_share` is {}; write a percentage from 1 to 100",
                self.organisation_share
            );
        }
        if self.concurrency_per_destination == 0 {
            bail!("`outbox.concurrency_per_destination` is 0, which would send nothing; write 1 or more");
        }
        for (key, given) in [
            ("per_minute_to_destination", self.per_minute_to_destination),
            ("per_minute_of_organisation", self.per_minute_of_organisation),
        ] {
            if given > PER_MINUTE_MAX {
                bail!("`outbox.{key}` is {given}; write at most {PER_MINUTE_MAX}, or 0 for no limit");
            }
        }
        if self.stop_seconds > STOP_SECONDS_MAX {
            bail!("`outbox.stop_seconds` is {}; write at most {STOP_SECONDS_MAX}", self.stop_seconds);
        }
        Ok(())
    }

    /// The schedule in words, for whoever checks the configuration.
    pub(crate) fn in_words(&self) -> String {
        let steps: Vec<_> = self.retry_minutes.iter().map(|&minutes| length(minutes)).collect();
        let last = self.retry_minutes.last().copied().map(length).unwrap_or_default();
        let lifetime = length(self.lifetime_hours.saturating_mul(60));
        format!("tried again after {}, then every {last}; given up after {lifetime}", steps.join(", "))
    }
}

/// `5 min`, `2 h`, `5 days`.
fn length(minutes: i64) -> String {
    match minutes {
        days if days % 1440 == 0 && days > 1440 => format!("{} days", days / 1440),
        hours if hours % 60 == 0 => format!("{} h", hours / 60),
        minutes => format!("{minutes} min"),
    }
}

/// Whole numbers: as such in a file, as text from the environment's list.
fn minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let given = Vec::<toml::Value>::deserialize(deserializer)?;
    let read = |value: &toml::Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.trim().parse().with_context(|| format!("`{text}` is no whole number"))
    };
    let read = given.iter().map(read).collect::<Result<_>>();
    read.map_err(|error| serde::de::Error::custom(format!("in `outbox.retry_minutes`: {error:#}")))
}

/// `name=figure`, each name once: what the outbox calls a destination, and mails in a minute to it.
fn per_minute_by_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, u32>, D::Error> {
    let mut read = BTreeMap::new();
    for given in Vec::<String>::deserialize(deserializer)? {
        let rate = named_rate(&given).and_then(|(name, figure)| match read.insert(name, figure) {
            Some(_) => bail!("`{given}` names a destination once more"),
            None => Ok(()),
        });
        rate.map_err(|error| {
            serde::de::Error::custom(format!("in `outbox.per_minute_to_named`: {error:#}"))
        })?;
    }
    Ok(read)
}

fn named_rate(given: &str) -> Result<(String, u32)> {
    let (name, figure) =
        given.rsplit_once('=').with_context(|| format!("`{given}` has no `=`; write google.com=300"))?;
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    if name.is_empty() || name.contains(char::is_whitespace) {
        bail!("`{given}` names no destination; write google.com=300");
    }
    let figure = figure.trim().parse::<u32>().ok().filter(|figure| *figure <= PER_MINUTE_MAX);
    let figure =
        figure.with_context(|| format!("`{given}`: write at most {PER_MINUTE_MAX}, or 0 for no limit"))?;
    Ok((name, figure))
}

/// An address, or none where the text is empty.
pub(super) fn address_or_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<EmailAddress>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(serde::de::Error::custom)
}
