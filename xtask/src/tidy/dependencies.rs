//! Each dependency of the workspace has its reason in `docs/dependencies.md` and somebody who uses it.

use crate::finding::Finding;
use crate::source::Tree;

const MANIFEST: &str = "Cargo.toml";
const REASONS: &str = "docs/dependencies.md";

/// Finds dependencies without a reason or a user, and reasons without a dependency.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifest = tree.text(MANIFEST).unwrap_or_default();
    let reasons: Vec<(usize, &str)> = reasons(tree.text(REASONS).unwrap_or_default()).collect();
    let mut findings = Vec::new();
    let mut names = Vec::new();
    for (line, name) in dependencies(manifest) {
        names.push(name);
        if !reasons.iter().any(|(_, with_reason)| *with_reason == name) {
            findings.push(Finding::new(MANIFEST, line, format!("say in {REASONS} why `{name}` is here")));
        }
        if !is_used(tree, name) {
            findings.push(Finding::new(MANIFEST, line, format!("nobody uses `{name}`; take it out")));
        }
    }
    for (line, name) in reasons {
        if !names.contains(&name) {
            findings.push(Finding::new(REASONS, line, format!("`{name}` is no dependency; take it out")));
        }
    }
    findings
}

/// The entries of the workspace's table that are not our own crates, with their lines.
fn dependencies(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = manifest.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered
        .skip_while(|(_, line)| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| !line.starts_with('#') && !line.contains("path = "))
        .filter_map(|(number, line)| Some((number, line.split_once(" = ")?.0)))
}

/// The names in the first column of the tables.
fn reasons(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter_map(|(number, line)| Some((number, line.strip_prefix("| `")?.split_once("` |")?.0)))
}

fn is_used(tree: &Tree, name: &str) -> bool {
    let (short, long) = (format!("{name}.workspace = true"), format!("{name} = {{ workspace = true"));
    let manifests = tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    manifests
        .flat_map(|file| file.text.lines())
        .any(|line| line.starts_with(&short) || line.starts_with(&long))
}

#[cfg(test)]
mod tests {
    use super::check as rule;
    use crate::tidy::check;

    const MANIFEST: (&str, &str) =
        ("Cargo.toml", "[workspace.dependencies]\nours = { path = \"a\" }\nregex = \"1\"\n\n[profile.dev]\n");
    const USER: (&str, &str) = ("crates/a/Cargo.toml", "regex.workspace = true\n");
    const REASON: (&str, &str) = ("docs/dependencies.md", "| `regex` | Filters. |\n");

    #[test]
    fn a_dependency_without_reason_or_user_is_found() {
        assert_eq!(check(rule, &[MANIFEST, USER, REASON]), [""; 0]);
        let silent = check(rule, &[MANIFEST, USER]);
        assert_eq!(silent, ["Cargo.toml:3: say in docs/dependencies.md why `regex` is here"]);
        let unused = check(rule, &[MANIFEST, REASON]);
        assert_eq!(unused, ["Cargo.toml:3: nobody uses `regex`; take it out"]);
    }

    #[test]
    fn a_reason_for_nothing_is_found() {
        let stale = check(rule, &[REASON]);
        assert_eq!(stale, ["docs/dependencies.md:1: `regex` is no dependency; take it out"]);
    }
}
