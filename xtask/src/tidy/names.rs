//! Rules about names and places: files named after a thing, one test binary, no `allow`.

use crate::finding::Finding;
use crate::source::Tree;

/// Names that say what kind of file it is and not what it is about.
const FORBIDDEN: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "misc"];

/// No file or folder has a forbidden name.
pub(super) fn files(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        for part in parts {
            if FORBIDDEN.contains(&part.to_lowercase().as_str()) {
                let text = format!("`{part}` names a kind; name the thing it is about");
                findings.push(Finding::new(&file.path, 1, text));
            }
        }
    }
    findings
}

/// Integration tests of a crate lie in `tests/it`: each further binary links everything again.
pub(super) fn integration_tests(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        if let Some((_, below)) = file.path.split_once("/tests/")
            && !file.path.contains("/src/")
            && !below.starts_with("it/")
        {
            findings.push(Finding::new(&file.path, 1, "move it to tests/it, as a module"));
        }
    }
    findings
}

/// `#[expect(.., reason = "..")]` complains when it is no longer needed; `#[allow]` stays for ever.
pub(super) fn attributes(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        for (name, line) in &file.facts.attributes {
            if name == "allow" {
                findings.push(Finding::new(&file.path, *line, "use `#[expect(.., reason = \"..\")]`"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    #[test]
    fn forbidden_names_are_found() {
        let found = check(files, &[("crates/a/src/utils.rs", ""), ("web/src/helpers/a.ts", "")]);
        assert_eq!(
            found,
            [
                "crates/a/src/utils.rs:1: `utils` names a kind; name the thing it is about",
                "web/src/helpers/a.ts:1: `helpers` names a kind; name the thing it is about",
            ]
        );
        assert_eq!(check(files, &[("crates/a/src/retry.rs", "")]), [""; 0]);
    }

    #[test]
    fn a_second_test_binary_is_found() {
        assert_eq!(check(integration_tests, &[("crates/a/tests/more.rs", "")]).len(), 1);
        assert_eq!(check(integration_tests, &[("crates/a/tests/it/main.rs", "")]), [""; 0]);
        assert_eq!(check(integration_tests, &[("crates/a/src/tests/b.rs", "")]), [""; 0]);
    }

    #[test]
    fn an_allowed_lint_is_found() {
        assert_eq!(check(attributes, &[("a.rs", "#[allow(dead_code)]\nfn a() {}\n")]).len(), 1);
        assert_eq!(check(attributes, &[("a.rs", "#![allow(dead_code)]\n")]).len(), 1);
        assert_eq!(check(attributes, &[("a.rs", "#[expect(dead_code)]\nfn a() {}\n")]), [""; 0]);
    }
}
