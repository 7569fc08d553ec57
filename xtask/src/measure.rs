//! The figures the style guide sets targets for, so that a worse row is seen in the change.

use std::path::Path;

use anyhow::Result;

use crate::source::{Tree, is_test_path};
use crate::{rfc, screen};

/// Folders whose code obeys RFCs line by line.
const PROTOCOLS: &[&str] = &["crates/wire/src/", "crates/net/src/", "crates/mail/src/", "crates/hosted/src/"];

/// Prints one `name: value unit` line for each figure, with its target.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let code: Vec<_> = tree.rust.iter().filter(|file| !is_test_path(&file.path)).collect();
    let files = sorted(code.iter().map(|file| file.size()));
    let functions = code.iter().flat_map(|file| &file.facts.functions).filter(|function| !function.is_test);
    let functions = sorted(functions.map(|function| function.code_lines));
    let components = tree.files.iter().filter(|file| file.path.ends_with(".tsx"));
    let components = sorted(components.map(|file| file.text.lines().count()));
    let long = functions.iter().filter(|lines| **lines > 70).count();
    let protocol_files = code.iter().filter(|file| PROTOCOLS.iter().any(|it| file.path.starts_with(it)));
    let protocol_lines: usize = protocol_files.map(|file| file.size()).sum();
    let rfcs = rfc::count(&tree, PROTOCOLS);

    row("Rust files", files.len(), "files", "");
    row("Rust lines without tests", files.iter().sum::<usize>(), "lines", "");
    row("file median", percentile(&files, 50), "lines", "150 or less");
    row("file p90", percentile(&files, 90), "lines", "400 or less");
    row("file longest", percentile(&files, 100), "lines", "600 or less");
    row("function median", percentile(&functions, 50), "lines", "10 or less");
    row("function p90", percentile(&functions, 90), "lines", "35 or less");
    row("functions over 70 lines", permille(long, functions.len()), "per mille", "15 or less");
    row("TSX file longest", percentile(&components, 100), "lines", "220 or less");
    row("RFC mentions in protocol code", permille(rfcs, protocol_lines), "per 1,000 lines", "8 or more");
    Ok(())
}

fn row(name: &str, value: usize, unit: &str, target: &str) {
    let target = if target.is_empty() { String::new() } else { format!("  (target: {target})") };
    screen::line(format!("{name}: {value} {unit}{target}"));
}

fn sorted(values: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut values: Vec<usize> = values.collect();
    values.sort_unstable();
    values
}

/// The value that `percent` of the values do not exceed; 0 of nothing.
fn percentile(sorted: &[usize], percent: usize) -> usize {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

fn permille(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occur() {
        let values = sorted([5, 1, 4, 2, 3].into_iter());
        assert_eq!((percentile(&values, 50), percentile(&values, 90), percentile(&values, 100)), (3, 5, 5));
        assert_eq!(percentile(&[], 50), 0);
    }
}
