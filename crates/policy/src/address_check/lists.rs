//! Lists of domains and local parts; each is a file of data with one entry a line.

use std::collections::BTreeSet;
use std::sync::LazyLock;

type List = BTreeSet<&'static str>;

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static SUFFIXES: LazyLock<List> =
    LazyLock::new(|| entries(include_str!("../../rules/addresses/public-suffixes.txt")).collect());
static PROVIDERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| entries(include_str!("../../rules/addresses/providers.txt")).collect());
static SHARED: LazyLock<List> =
    LazyLock::new(|| entries(include_str!("../../rules/addresses/shared.txt")).collect());
static DISPOSABLE: LazyLock<List> =
    LazyLock::new(|| entries(include_str!("../../rules/addresses/disposable.txt")).collect());
static ROLES: LazyLock<List> =
    LazyLock::new(|| entries(include_str!("../../rules/addresses/roles.txt")).collect());

/// Domains at which many people have their mailbox.
pub(super) fn providers() -> &'static [&'static str] {
    &PROVIDERS
}

/// Whether many people have their mailbox at a domain.
pub(super) fn is_shared(domain: &str) -> bool {
    PROVIDERS.contains(&domain) || SHARED.contains(domain)
}

/// Whether a domain is a name below a public suffix.
pub(super) fn has_known_suffix(domain: &str) -> bool {
    registrable(domain).is_some()
}

/// The part of a name that somebody registered: one label below a public suffix. `None` of what is a public
/// suffix itself, and of names below none.
pub(super) fn registrable(domain: &str) -> Option<&str> {
    if is_suffix(domain) {
        return None;
    }
    let mut rest = domain;
    while let Some((_, parent)) = rest.split_once('.') {
        if is_suffix(parent) {
            return Some(rest);
        }
        rest = parent;
    }
    None
}

/// Whether a name is a public suffix, below which anybody registers.
pub(super) fn is_suffix(name: &str) -> bool {
    let parent = name.split_once('.').map(|(_, parent)| format!("*.{parent}"));
    let is_below_star = parent.is_some_and(|star| SUFFIXES.contains(star.as_str()));
    SUFFIXES.contains(name) || (is_below_star && !SUFFIXES.contains(format!("!{name}").as_str()))
}

/// Whether a domain, or one above it, gives out mailboxes for an hour.
pub(super) fn is_disposable(domain: &str) -> bool {
    let mut rest = Some(domain);
    while let Some(name) = rest {
        if DISPOSABLE.contains(name) {
            return true;
        }
        rest = name.split_once('.').map(|(_, parent)| parent);
    }
    false
}

/// Whether a local part is a function's.
pub(super) fn is_role(local: &str) -> bool {
    let local = local.to_lowercase();
    ROLES.contains(local.split('+').next().unwrap_or_default())
}
