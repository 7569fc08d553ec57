//! The layers of the house, against what the manifests say.
//!
//! The compiler holds a border once the manifest draws it; this rule keeps the manifests honest.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::finding::Finding;

/// What each of our crates may depend on, among ours. Dev-dependencies on `testkit` are free.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("mail", &["domain"]),
    ("wire", &["domain"]),
    ("policy", &["mail", "domain"]),
    ("store", &["domain"]),
    ("net", &["wire", "domain"]),
    ("flows", &["policy", "net", "store", "mail", "domain"]),
    ("hosted", &["flows", "store", "net", "wire", "mail", "domain"]),
    ("api", &["flows", "store", "domain"]),
    ("testkit", &["wire", "domain", "store"]),
    ("app", EVERYTHING),
    ("e2e", EVERYTHING),
    ("bench", EVERYTHING),
    ("fuzz", EVERYTHING),
    ("xtask", &[]),
];

const EVERYTHING: &[&str] =
    &["domain", "mail", "wire", "policy", "store", "net", "flows", "hosted", "api", "testkit", "e2e"];

/// I1: crates that know no IO.
const PURE: &[&str] = &["domain", "mail", "wire", "policy"];
/// I1: what they may not even name, dev-dependencies included.
const IO: &[&str] = &["tokio", "sea-orm", "sqlx", "rustls", "axum"];
/// The database belongs to `store` alone.
const DATABASE: &[&str] = &["sea-orm", "sea-orm-migration", "sqlx"];
/// The HTTP server belongs to `api` alone.
const HTTP: &[&str] = &["axum", "axum-extra", "utoipa"];
/// Errors without a type are for programs, not for libraries.
const PROGRAMS: &[&str] = &["app", "xtask", "e2e", "bench", "fuzz"];

/// One package of the workspace, as the rule sees it.
#[derive(Debug)]
pub(super) struct Package {
    name: String,
    manifest: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug)]
struct Dependency {
    name: String,
    for_tests: bool,
}

/// The packages of the workspace, from `cargo metadata`.
pub(super) fn packages(root: &Path) -> Result<Vec<Package>> {
    let metadata =
        MetadataCommand::new().current_dir(root).no_deps().exec().context("cargo metadata failed")?;
    let packages = metadata.workspace_packages().into_iter().map(|package| Package {
        name: short(&package.name),
        manifest: relative(package.manifest_path.as_std_path(), root),
        dependencies: package.dependencies.iter().map(dependency).collect(),
    });
    Ok(packages.collect())
}

fn dependency(dependency: &cargo_metadata::Dependency) -> Dependency {
    Dependency { name: short(&dependency.name), for_tests: dependency.kind == DependencyKind::Development }
}

/// The name of a crate in design and code: `posthus-store` is `store`, `posthus` is `app`.
fn short(package: &str) -> String {
    if package == "posthus" { "app" } else { package.strip_prefix("posthus-").unwrap_or(package) }.to_owned()
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// Finds dependencies that cross a border.
pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == package.name) else {
            let text = format!("`{}` has no place in the layers; see xtask/src/tidy/layers.rs", package.name);
            findings.push(Finding::new(&package.manifest, 1, text));
            continue;
        };
        let crossing = package.dependencies.iter().filter_map(|it| crosses(&package.name, allowed, it));
        findings.extend(crossing.map(|text| Finding::new(&package.manifest, 1, text)));
    }
    findings
}

fn crosses(package: &str, allowed: &[&str], dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let is_ours = ALLOWED.iter().any(|(ours, _)| *ours == name);
    if PURE.contains(&package) && IO.contains(&name) {
        return Some(format!("`{package}` may not name `{name}`: it knows no IO (I1)"));
    }
    if DATABASE.contains(&name) && package != "store" {
        return Some(format!("`{package}` may not name `{name}`: only store speaks SQL"));
    }
    if HTTP.contains(&name) && package != "api" {
        return Some(format!("`{package}` may not name `{name}`: only api speaks HTTP"));
    }
    if name == "anyhow" && !PROGRAMS.contains(&package) {
        return Some(format!("`{package}` may not name `anyhow`: its errors have types"));
    }
    if !is_ours || allowed.contains(&name) {
        return if name == "testkit" && !dependency.for_tests && !PROGRAMS.contains(&package) {
            Some(format!("`{package}` may need `testkit` in tests alone"))
        } else {
            None
        };
    }
    // A test may play a further part of ours against the crate, or against itself.
    let harmless_in_tests = dependency.for_tests && !PURE.contains(&package);
    (!harmless_in_tests).then(|| format!("`{package}` may not depend on `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(package: &str, dependency: &str, for_tests: bool) -> Vec<String> {
        let dependencies = vec![Dependency { name: dependency.to_owned(), for_tests }];
        let package = Package { name: package.to_owned(), manifest: "Cargo.toml".to_owned(), dependencies };
        check(&[package]).iter().map(|finding| finding.text.clone()).collect()
    }

    #[test]
    fn a_layer_that_looks_up_is_found() {
        assert_eq!(found("store", "net", false), ["`store` may not depend on `net`"]);
        assert_eq!(found("net", "store", false), ["`net` may not depend on `store`"]);
        assert_eq!(found("flows", "store", false), [""; 0]);
    }

    #[test]
    fn io_in_a_pure_crate_is_found_even_in_tests() {
        for name in IO {
            assert_eq!(found("wire", name, true).len(), 1, "{name}");
        }
        assert_eq!(found("wire", "bytes", false), [""; 0]);
    }

    #[test]
    fn the_database_outside_store_is_found() {
        assert_eq!(found("flows", "sqlx", false).len(), 1);
        assert_eq!(found("store", "sqlx", false), [""; 0]);
    }

    #[test]
    fn http_outside_api_and_untyped_errors_in_a_library_are_found() {
        assert_eq!(found("flows", "axum", false).len(), 1);
        assert_eq!(found("net", "anyhow", false).len(), 1);
        assert_eq!(found("app", "anyhow", false), [""; 0]);
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert_eq!(found("flows", "testkit", true), [""; 0]);
        assert_eq!(found("flows", "testkit", false).len(), 1);
        assert_eq!(found("domain", "testkit", true).len(), 1);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        assert_eq!(found("extra", "serde", false).len(), 1);
    }
}
