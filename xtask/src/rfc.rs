//! The index of the RFCs: which section is obeyed where.
//!
//! One form everywhere, `RFC 5321 4.5.3.1.4`, lets this module find them. `xtask/rfcs.txt` lists the
//! RFCs we have read, with their titles, so that a slip of the finger in a number is found.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use crate::finding::Finding;
use crate::screen;
use crate::source::Tree;

const KNOWN: &str = "xtask/rfcs.txt";

/// One mention: RFC, section ("" for the whole), place.
#[derive(Debug, PartialEq, Eq)]
struct Mention {
    number: u32,
    section: String,
    /// The form differs from `RFC 5321 4.5`.
    malformed: bool,
}

/// Prints the index; fails on unknown numbers and other forms.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let titles = known(&tree);
    let mut index: BTreeMap<(u32, Vec<u32>), Vec<String>> = BTreeMap::new();
    for file in &tree.rust {
        for (line, comment) in file.comments() {
            for mention in mentions(comment) {
                let section = mention.section.split('.').filter_map(|part| part.parse().ok()).collect();
                let places = index.entry((mention.number, section)).or_default();
                places.push(format!("{}:{line}", file.path));
            }
        }
    }
    let mut last = 0;
    for ((number, section), places) in &index {
        if *number != last {
            let title = titles.get(number).map_or("unknown", String::as_str);
            screen::line(format!("RFC {number}: {title}"));
            last = *number;
        }
        let section: Vec<String> = section.iter().map(ToString::to_string).collect();
        screen::line(format!("  {:<12} {}", section.join("."), places.join(", ")));
    }
    let findings = check(&tree);
    findings.iter().for_each(screen::line);
    if findings.is_empty() { Ok(()) } else { bail!("{} mentions cannot be indexed", findings.len()) }
}

/// Finds mentions of unknown RFCs and mentions in another form.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let titles = known(tree);
    let mut findings = Vec::new();
    for file in &tree.rust {
        for (line, comment) in file.comments() {
            for mention in mentions(comment) {
                let number = mention.number;
                if mention.malformed {
                    let text = format!("write `RFC {number} 1.2`, so that the index finds it");
                    findings.push(Finding::new(&file.path, line, text));
                } else if !titles.contains_key(&number) {
                    let text = format!("RFC {number} is not in {KNOWN}; check the number and add its title");
                    findings.push(Finding::new(&file.path, line, text));
                }
            }
        }
    }
    findings
}

/// How many mentions a tree's files under `folders` hold; for the measure.
pub(crate) fn count(tree: &Tree, folders: &[&str]) -> usize {
    let files = tree.rust.iter().filter(|file| folders.iter().any(|folder| file.path.starts_with(folder)));
    files.flat_map(|file| file.comments()).map(|(_, comment)| mentions(comment).len()).sum()
}

/// `5321 Simple Mail Transfer Protocol` a line.
fn known(tree: &Tree) -> BTreeMap<u32, String> {
    let lines = tree.text(KNOWN).unwrap_or_default().lines();
    let pairs = lines.filter_map(|line| line.split_once(' '));
    pairs.filter_map(|(number, title)| Some((number.parse().ok()?, title.to_owned()))).collect()
}

fn mentions(comment: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for (at, _) in comment.match_indices("RFC") {
        let rest = &comment[at + 3..];
        let spaced = rest.starts_with(' ');
        let number = leading(rest.trim_start_matches([' ', '-']), |c| c.is_ascii_digit());
        let Ok(parsed) = number.parse::<u32>() else { continue };
        // `RFC822.SIZE` and its kin are data items of IMAP.
        if !spaced && parsed == 822 {
            continue;
        }
        let after = &rest[rest.find(number).unwrap_or(0) + number.len()..];
        let section = leading(after.trim_start(), |c| c.is_ascii_digit() || c == '.').trim_end_matches('.');
        let worded = ["section", "§", "sec."]
            .iter()
            .any(|word| after.trim_start_matches([' ', ',']).to_lowercase().starts_with(word));
        // "RFC 2045 7 times" does not occur; a section is a number right behind the RFC's.
        let section = if after.starts_with(' ') { section } else { "" };
        found.push(Mention { number: parsed, section: section.to_owned(), malformed: !spaced || worded });
        found.extend(further(after));
    }
    found
}

/// The rest of an enumeration: `RFC 5322, 2045-2047` and `RFC 3464 and 6533` name more than one.
fn further(mut rest: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    while let Some(next) = [", ", "-", "/", " and "].iter().find_map(|mark| rest.strip_prefix(mark)) {
        let number = leading(next, |c| c.is_ascii_digit());
        // Four digits and more are an RFC; fewer are something else, as in "RFC 1939, 4 octets".
        let Some(parsed) = number.parse().ok().filter(|_| number.len() >= 4) else { break };
        found.push(Mention { number: parsed, section: String::new(), malformed: false });
        rest = &next[number.len()..];
    }
    found
}

fn leading(text: &str, keep: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|character| !keep(character)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sample;

    fn named(comment: &str) -> Vec<(u32, String)> {
        mentions(comment).into_iter().map(|mention| (mention.number, mention.section)).collect()
    }

    #[test]
    fn sections_and_enumerations_are_read() {
        assert_eq!(named("RFC 5321 4.5.3.1.4: a line."), [(5321, "4.5.3.1.4".to_owned())]);
        assert_eq!(named("RFC 2045-2047."), [(2045, String::new()), (2047, String::new())]);
        assert_eq!(named("(RFC 3464 and 6533)"), [(3464, String::new()), (6533, String::new())]);
        assert_eq!(named("RFC 1939, 4 octets"), [(1939, String::new())]);
        assert_eq!(named("FETCH 1 RFC822.SIZE"), []);
    }

    #[test]
    fn an_unknown_rfc_is_found() {
        let known = ("xtask/rfcs.txt", "5321 Simple Mail Transfer Protocol\n");
        let slip = sample(&[known, ("a.rs", "//! RFC 5321 2.3.\n// RFC 5231 2.3.\n")]);
        let found = check(&slip);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }

    #[test]
    fn another_form_is_found() {
        let known = ("xtask/rfcs.txt", "5321 Simple Mail Transfer Protocol\n");
        for form in ["RFC5321", "RFC-5321", "RFC 5321 section 2.3", "RFC 5321, Section 2.3", "RFC 5321 §2"] {
            let tree = sample(&[known, ("a.rs", &format!("//! {form}\n"))]);
            assert_eq!(check(&tree).len(), 1, "{form}");
        }
    }
}
