//! Whether words say that whoever had an address has left: those of a server that refuses it, or of a program that answers
//! under it (RFC 3834). Whom they name is then somebody else.

use std::sync::LazyLock;

use crate::rules::AnywhereBut;

/// Octets of a text that are read; what follows is a signature or a quote.
const READ_OCTETS_MAX: usize = 4 * 1024;

static LEFT: LazyLock<AnywhereBut> =
    LazyLock::new(|| AnywhereBut::of(("departures", "left"), ("departures", "instead")));

/// Whether somebody has left, as a text says in Norwegian, Swedish, Danish or English.
#[must_use]
pub fn says_left(text: &str) -> bool {
    let read = text.get(..text.floor_char_boundary(READ_OCTETS_MAX)).unwrap_or_default();
    let words: Vec<&str> = read.split_whitespace().collect();
    LEFT.stand_in(&words.join(" ").replace('\u{2019}', "'").to_lowercase())
}
