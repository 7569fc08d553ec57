//! The files of the repository: their text, and for Rust their syntax.
//!
//! Rules see a [`Tree`]; tests build one from samples in memory, so that no rule touches a disk.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};

use crate::facts::{self, Facts};

/// The root of the repository that the current folder is in. Not that of the build: clones may share
/// a target folder.
pub(crate) fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("the current folder is gone")?;
    let root = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").exists());
    Ok(root.context("run it inside the repository")?.to_path_buf())
}

/// One file: path from the root, and text.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// One Rust file, parsed.
#[derive(Debug)]
pub(crate) struct RustFile {
    pub(crate) path: String,
    pub(crate) text: String,
    /// The lines with the inside of every string and character literal blanked, so that searching
    /// for code or comments never finds text.
    pub(crate) masked: Vec<String>,
    pub(crate) facts: Facts,
}

impl RustFile {
    /// Whether the line (from 1) belongs to tests.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        is_test_path(&self.path)
            || self.facts.test_lines.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// The lines that count towards the size of a file: those outside tests.
    pub(crate) fn size(&self) -> usize {
        (1..=self.masked.len()).filter(|line| !self.is_test(*line)).count()
    }

    /// The text of the comment on each line that has one, with its line from 1. Doc comments come
    /// without their third character, so that `/// x` yields `/ x`.
    pub(crate) fn comments(&self) -> impl Iterator<Item = (usize, &str)> {
        self.masked.iter().enumerate().filter_map(|(index, line)| {
            let at = line.find("//")?;
            Some((index + 1, &line[at + 2..]))
        })
    }
}

/// Everything the rules look at.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) rust: Vec<RustFile>,
}

impl Tree {
    /// All files that git tracks or would track.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let output = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(root)
            .output()
            .context("cannot run git; install it")?;
        if !output.status.success() {
            bail!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let listed = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
        let mut files = Vec::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let bytes = match std::fs::read(root.join(path)) {
                Ok(bytes) => bytes,
                // Listed but gone: deleted in the working tree and not committed yet.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
            };
            // Pictures and samples in other character sets have no lines to check.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push((path.to_owned(), text));
            }
        }
        Self::parse(files)
    }

    /// A tree from paths and texts.
    pub(crate) fn parse(files: Vec<(String, String)>) -> Result<Self> {
        let mut tree = Self::default();
        for (path, text) in files {
            if path.ends_with(".rs") {
                tree.rust.push(parse_rust(&path, &text)?);
            }
            tree.files.push(SourceFile { path, text });
        }
        Ok(tree)
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}

/// Whether a whole file is test code: integration tests, `tests.rs` beside the code, and the crates
/// that exist for tests alone.
pub(crate) fn is_test_path(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.starts_with("fuzz/")
}

fn parse_rust(path: &str, text: &str) -> Result<RustFile> {
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{path} is not Rust: {error}"))?;
    let syntax = syn::parse2(tokens.clone()).with_context(|| format!("{path} is not Rust"))?;
    let mut lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    mask(tokens, &mut lines);
    let masked: Vec<String> = lines.into_iter().map(String::from_iter).collect();
    let facts = facts::collect(&syntax, &masked);
    Ok(RustFile { path: path.to_owned(), text: text.to_owned(), masked, facts })
}

fn mask(tokens: TokenStream, lines: &mut [Vec<char>]) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => mask(group.stream(), lines),
            TokenTree::Literal(literal) => mask_literal(&literal, lines),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Blanks what stands between the quotes. A doc comment is a literal to the compiler, but starts
/// with a slash and stays.
fn mask_literal(literal: &proc_macro2::Literal, lines: &mut [Vec<char>]) {
    let (start, end) = (literal.span().start(), literal.span().end());
    let opening = lines.get(start.line - 1).and_then(|line| line.get(start.column));
    if !matches!(opening, Some('"' | '\'' | 'r' | 'b' | 'c')) {
        return;
    }
    for number in start.line..=end.line {
        let Some(line) = lines.get_mut(number - 1) else { return };
        let first = if number == start.line { start.column + 1 } else { 0 };
        let last = if number == end.line { end.column.saturating_sub(1) } else { line.len() };
        for character in line.iter_mut().take(last).skip(first) {
            *character = ' ';
        }
    }
}

#[cfg(test)]
pub(crate) fn sample(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Tree::parse(files).expect("a sample is valid Rust")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_literals_is_blanked_and_comments_stay() {
        let tree = sample(&[("a.rs", "//! Doc.\nlet_it!(\"// no\"); // yes\nconst A: char = '/';\n")]);
        let comments: Vec<_> = tree.rust[0].comments().collect();
        assert_eq!(comments, [(1, "! Doc."), (2, " yes")]);
    }

    #[test]
    fn tests_do_not_count_towards_the_size() {
        let text = "//! A.\nfn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        assert_eq!(sample(&[("a.rs", text)]).rust[0].size(), 2);
    }
}
