//! What continuous integration runs, in order: cheap checks first, and nothing is built twice. The
//! first step that fails ends the run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{client, screen, tidy};

type Step = (&'static str, fn(&Path) -> Result<()>);

const STEPS: &[Step] = &[
    ("fmt", fmt),
    ("tidy", tidy::run),
    // Before everything that compiles: the API crate embeds the built application.
    ("web", web),
    ("clippy", clippy),
    ("deny", deny),
    ("doc", doc),
    ("build", build),
    ("client", |root| client::run(root, false)),
    ("pages", pages),
    ("test", test),
];

/// Runs all steps, or those named.
pub(crate) fn run(root: &Path, only: &[String]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        bail!("there is no step `{unknown}`; the steps are {}", names.join(", "));
    }
    for (name, step) in STEPS {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == name) {
            continue;
        }
        screen::line(format!("== {name}"));
        let (result, elapsed) = timed(|| step(root));
        result.with_context(|| format!("step `{name}` failed"))?;
        screen::line(format!("== {name}: passed in {} s", elapsed.as_secs()));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measures how long a step of a developer's tool took")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn fmt(root: &Path) -> Result<()> {
    cargo(root, &["fmt", "--all", "--check"])
}

fn web(root: &Path) -> Result<()> {
    install_npm(root, "web")?;
    for script in ["check", "test", "build"] {
        npm(root, "web", &["run", "--silent", script])?;
    }
    Ok(())
}

/// The built pages in Chromium: accessibility, help beside every setting, the keyboard.
fn pages(root: &Path) -> Result<()> {
    npm(root, "web", &["run", "--silent", "pages"])
}

fn clippy(root: &Path) -> Result<()> {
    cargo(root, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
}

/// Licences, bans and sources always; advisories where their database can be reached.
fn deny(root: &Path) -> Result<()> {
    let local = target(root)?.join("tools/bin/cargo-deny");
    let fallback = root.join("target/tools/bin/cargo-deny");
    let program = [local, fallback].into_iter().find(|path| path.exists());
    let program = program.unwrap_or_else(|| PathBuf::from("cargo-deny"));
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--log-level", "error"]).args(arguments).current_dir(root);
        command
    };
    succeed(&mut deny(&["check", "bans", "licenses", "sources"]))?;
    // A closed network is no fault of the change; the fetch's words would name hosts and help nobody.
    let fetched = deny(&["fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !fetched.is_ok_and(|status| status.success()) {
        screen::line("deny: advisories skipped, because their database cannot be reached from here");
        return Ok(());
    }
    succeed(&mut deny(&["check", "--disable-fetch", "advisories"]))
}

fn doc(root: &Path) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["doc", "--quiet", "--workspace", "--no-deps"]).current_dir(root);
    succeed(command.env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(())
}

/// One build for everything that follows: the binary, the tests, and the programs the tests start.
/// Whatever else needs a program of ours runs this and not a smaller build, which would choose other
/// features and compile half the tree again.
pub(crate) fn build(root: &Path) -> Result<()> {
    cargo(root, &["build", "--quiet", "--workspace", "--all-targets"])
}

/// All tests, with one PostgreSQL server for all of them.
fn test(root: &Path) -> Result<()> {
    build(root)?;
    let mut command = Command::new(built(root, "with-postgres")?);
    command.current_dir(root);
    if has_nextest() {
        command.args(["cargo", "nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        command.args(["cargo", "test", "--workspace", "--no-fail-fast"]);
    }
    succeed(&mut command)?;
    // nextest runs no examples in documentation; these link against what is built already.
    cargo(root, &["test", "--quiet", "--workspace", "--doc"])
}

fn has_nextest() -> bool {
    let mut command = Command::new("cargo");
    command.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Runs cargo in the root.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    succeed(Command::new("cargo").args(arguments).current_dir(root))
}

/// Runs npm in a folder below the root.
pub(crate) fn npm(root: &Path, folder: &str, arguments: &[&str]) -> Result<()> {
    succeed(Command::new("npm").args(arguments).current_dir(root.join(folder)))
}

/// Installs a folder's packages, unless the installed ones are those of the lock file.
pub(crate) fn install_npm(root: &Path, folder: &str) -> Result<()> {
    let changed_at = |path: &str| {
        let metadata = std::fs::metadata(root.join(folder).join(path)).ok()?;
        metadata.modified().ok()
    };
    let installed = changed_at("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed_at("package-lock.json") {
        return Ok(());
    }
    npm(root, folder, &["ci", "--no-audit", "--no-fund", "--loglevel", "error"])
}

/// The path of a program that the workspace builds, in the development profile.
pub(crate) fn built(root: &Path, name: &str) -> Result<PathBuf> {
    Ok(target(root)?.join("debug").join(name))
}

fn target(root: &Path) -> Result<PathBuf> {
    let metadata = cargo_metadata::MetadataCommand::new().current_dir(root).no_deps().exec()?;
    Ok(metadata.target_directory.into_std_path_buf())
}

fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    let status = command.status().with_context(|| format!("cannot run `{name}`; is it installed?"))?;
    if !status.success() {
        bail!("`{name} {}` failed ({status})", arguments.join(" "));
    }
    Ok(())
}
