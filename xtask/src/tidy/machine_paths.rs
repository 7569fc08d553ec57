//! Tracked files name no folder of one machine: it exists nowhere else and tells who wrote them.

use crate::finding::Finding;
use crate::source::Tree;

/// Home folders, each followed by a name, and the home of root.
const HOMES: &[&str] = &["/home/", "/Users/", "/root/"];

/// Accounts that exist by convention: in containers, on every Debian, in documentation.
const CONVENTIONAL: &[&str] = &["posthus", "user", "you"];

/// Finds absolute paths into somebody's home.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != file!().replace('\\', "/")) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(path) = HOMES.iter().find_map(|home| found(line, home)) {
                let text = format!("`{path}` is a path of one machine");
                findings.push(Finding::new(&file.path, index + 1, text));
            }
        }
    }
    findings
}

/// The path in `line` that starts with `home`. A URL that contains it is none: there a host name
/// stands before it.
fn found<'a>(line: &'a str, home: &str) -> Option<&'a str> {
    line.match_indices(home).find_map(|(at, _)| {
        let starts = !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '.');
        let rest = &line[at + home.len()..];
        let end = rest.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(rest.len());
        let is_name = end > 0 && !CONVENTIONAL.contains(&&rest[..end]);
        (starts && is_name).then(|| &line[at..at + home.len() + end])
    })
}

#[cfg(test)]
mod tests {
    use super::check as rule;
    use crate::tidy::check;

    #[test]
    fn a_path_into_a_home_is_found() {
        let found = check(rule, &[("docs/a.md", "see `/home/kari/posthus`\n")]);
        assert_eq!(found, ["docs/a.md:1: `/home/kari` is a path of one machine"]);
        assert_eq!(check(rule, &[("docs/a.md", "cd /root/src\n")]).len(), 1);
    }

    #[test]
    fn a_url_and_a_conventional_account_are_not() {
        assert_eq!(check(rule, &[("docs/a.md", "https://a.example/home/b\n/home/posthus\n")]), [""; 0]);
    }
}
