//! A migration that has run somewhere can no longer change: the new text would never run there.
//!
//! `xtask/migrations.sealed` holds the fingerprint of every migration. A new one is added by
//! `cargo xtask tidy --seal-migrations`; a changed or vanished one is a finding, and editing the
//! file to get rid of it shows in the change.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::finding::Finding;
use crate::screen;
use crate::source::{SourceFile, Tree};

const FOLDER: &str = "crates/store/migrations/";
const SEALED: &str = "xtask/migrations.sealed";

/// Finds migrations that changed, vanished or are not sealed yet.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let sealed = sealed(tree);
    let mut findings = Vec::new();
    for (path, fingerprint) in &sealed {
        match tree.text(path) {
            None => findings.push(Finding::new(path, 1, "a sealed migration is gone")),
            Some(text) if self::fingerprint(text) != *fingerprint => {
                findings.push(Finding::new(path, 1, "a sealed migration has changed; write the next one"));
            }
            Some(_) => {}
        }
    }
    for file in migrations(tree) {
        if !sealed.iter().any(|(path, _)| *path == file.path) {
            let text = "a new migration; run `cargo xtask tidy --seal-migrations` before merging it";
            findings.push(Finding::new(&file.path, 1, text));
        }
    }
    findings
}

/// Adds the migrations that are not sealed yet; never changes a line that is there.
pub(crate) fn seal(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let sealed = sealed(&tree);
    let mut text = tree.text(SEALED).unwrap_or_default().to_owned();
    for file in migrations(&tree) {
        if !sealed.iter().any(|(path, _)| *path == file.path) {
            writeln!(text, "{:016x} {}", fingerprint(&file.text), file.path)?;
            screen::line(format!("sealed {}", file.path));
        }
    }
    std::fs::write(root.join(SEALED), text).with_context(|| format!("cannot write {SEALED}"))
}

fn migrations(tree: &Tree) -> impl Iterator<Item = &SourceFile> {
    tree.files.iter().filter(|file| file.path.starts_with(FOLDER))
}

fn sealed(tree: &Tree) -> Vec<(String, u64)> {
    let lines = tree.text(SEALED).unwrap_or_default().lines();
    lines
        .filter_map(|line| {
            let (fingerprint, path) = line.split_once(' ')?;
            Some((path.to_owned(), u64::from_str_radix(fingerprint, 16).ok()?))
        })
        .collect()
}

/// FNV-1a, 64 bits: guards against accidents, not against malice.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{check as rule, fingerprint};
    use crate::tidy::check;

    const PATH: &str = "crates/store/migrations/0001_start.sql";

    #[test]
    fn changed_vanished_and_unsealed_migrations_are_found() {
        let seal = format!("{:016x} {PATH}\n", fingerprint("create table a (b int);\n"));
        let sealed = ("xtask/migrations.sealed", seal.as_str());
        assert_eq!(check(rule, &[sealed, (PATH, "create table a (b int);\n")]), [""; 0]);
        let changed = check(rule, &[sealed, (PATH, "create table a (b text);\n")]);
        assert_eq!(changed, [format!("{PATH}:1: a sealed migration has changed; write the next one")]);
        assert_eq!(check(rule, &[sealed]), [format!("{PATH}:1: a sealed migration is gone")]);
        assert_eq!(check(rule, &[(PATH, "create table a (b int);\n")]).len(), 1);
    }
}
