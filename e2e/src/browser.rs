//! The pages as a person sees them: scripts of `e2e/browser`, run by Node in Debian's Chromium.
//!
//! A script gets the office's address and what the test gives it, and answers with JSON. When it
//! fails, a picture of the page lies in `target/e2e`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use testkit::posthus::Posthus;

/// Runs `e2e/browser/<script>.mjs` against an office.
///
/// # Errors
/// When Chromium or Node is missing, or with the script's own words.
pub async fn run(office: &Posthus, script: &str, given: Value) -> Result<Value> {
    let url = office.url();
    let script = script.to_owned();
    // Node runs for seconds; the test's own servers go on meanwhile.
    tokio::task::spawn_blocking(move || run_node(&script, &json!({ "url": url, "given": given }))).await?
}

fn run_node(script: &str, input: &Value) -> Result<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    if !folder.with_file_name("../web/node_modules/playwright-core").exists() {
        bail!("playwright-core is not installed; run `npm --prefix web ci`");
    }
    let mut command = Command::new("node");
    command.arg(folder.join("run.mjs")).arg(script).env("E2E_PICTURES", pictures()?);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut node = command.spawn().context("cannot run node; install it")?;
    let mut stdin = node.stdin.take().context("node has an input")?;
    stdin.write_all(input.to_string().as_bytes())?;
    drop(stdin);
    let output = node.wait_with_output()?;
    if !output.status.success() {
        bail!("the browser script `{script}` failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("the browser script answers with JSON")
}

/// Where pictures of failures go: beside what was built, so that `make clean` takes them along.
fn pictures() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(3).context("tests lie in target/debug/deps")?;
    let folder = target.join("e2e");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
