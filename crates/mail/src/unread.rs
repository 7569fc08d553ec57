//! Addresses that programs send from and nobody reads: data, as all such words are (`rules/unread.toml`).

use std::sync::LazyLock;

use domain::EmailAddress;

use crate::rules::{self, Beginnings};

/// Whole local parts.
static WHOLE: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("unread", "whole"));
/// What the letters of local parts begin or end with, however they are joined.
static SQUEEZED: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("unread", "squeezed"));
/// How local parts begin.
static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("unread", "beginnings"));
/// How they end.
static ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("unread", "ends"));

/// Whether an address is one that programs send from. RFC 3834 2 names the owners and request addresses of lists.
#[must_use]
pub fn nobody_reads(address: &EmailAddress) -> bool {
    let local = address.local().to_ascii_lowercase();
    let local = local.split('+').next().unwrap_or_default();
    let squeezed: String = local.chars().filter(char::is_ascii_alphabetic).collect();
    WHOLE.contains(&local)
        || SQUEEZED.iter().any(|word| squeezed.starts_with(word) || squeezed.ends_with(word))
        || BEGINNINGS.begin(local)
        || ENDS.iter().any(|end| local.ends_with(end))
}
