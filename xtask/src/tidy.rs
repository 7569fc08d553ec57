//! The house rules, as tests over the tree. Each rule is one function from a [`Tree`] to findings,
//! and has a unit test with a sample that fails it.
//!
//! What the compiler and clippy check already is left to them: missing docs, `unwrap`, `todo!`,
//! clocks and chance by name (`clippy.toml`).

mod calls;
mod comments;
mod dependencies;
mod hashes;
mod layers;
mod limits;
mod machine_paths;
pub(crate) mod migrations;
mod names;
mod web;

use std::path::Path;

use anyhow::{Result, bail};

use crate::finding::Finding;
use crate::source::Tree;
use crate::{rfc, screen};

/// A rule's name, as the report groups by it, and the rule.
type Rule = (&'static str, fn(&Tree) -> Vec<Finding>);

const RULES: &[Rule] = &[
    ("every file says what it is for", comments::file_docs),
    ("no commented-out code", comments::dead_code),
    ("a to-do names its issue", comments::todos),
    ("files are short", limits::files),
    ("functions fit a screen", limits::functions),
    ("few parameters, never two booleans in a row", limits::parameters),
    ("structs are small", limits::structs),
    ("names say what a file is about", names::files),
    ("one integration test binary per crate", names::integration_tests),
    ("lint exceptions are expectations", names::attributes),
    ("tests do not sleep", calls::sleeps),
    ("tests use free ports", calls::fixed_ports),
    ("only net opens sockets", calls::sockets),
    ("nothing walks a hash map", hashes::walks),
    ("dependencies have reasons", dependencies::check),
    ("no paths of one machine", machine_paths::check),
    ("migrations are append-only", migrations::check),
    ("features never import features", web::feature_imports),
    ("components are short", web::component_size),
    ("components are named in one scheme", web::file_names),
    ("RFCs are named in one form", rfc::check),
];

/// Checks all rules and fails when one is broken.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let mut broken = 0;
    for (name, rule) in RULES {
        broken += report(name, rule(&tree));
    }
    broken += report("layers hold", layers::check(&layers::packages(root)?));
    if broken > 0 {
        bail!("{broken} places break a house rule");
    }
    screen::line(format!("tidy: {} rules hold over {} files", RULES.len() + 1, tree.files.len()));
    Ok(())
}

fn report(name: &str, mut findings: Vec<Finding>) -> usize {
    if findings.is_empty() {
        return 0;
    }
    findings.sort();
    screen::line(format!("{name}:"));
    for finding in &findings {
        screen::line(format!("  {finding}"));
    }
    findings.len()
}

/// Runs one rule over samples and gives the findings as text, for the rules' tests.
#[cfg(test)]
fn check(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
    rule(&crate::source::sample(files)).iter().map(ToString::to_string).collect()
}
