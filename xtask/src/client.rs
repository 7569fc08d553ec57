//! The TypeScript client follows the code: `posthus openapi` is compared with `web/openapi.json`,
//! and that with `web/src/lib/api/schema.d.ts`, which is generated from it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::ci;
use crate::screen;

const DOCUMENT: &str = "web/openapi.json";

/// Compares, or with `write` generates anew.
pub(crate) fn run(root: &Path, write: bool) -> Result<()> {
    let document = document(root)?;
    let path = root.join(DOCUMENT);
    if write {
        std::fs::write(&path, &document).with_context(|| format!("cannot write {DOCUMENT}"))?;
    } else if std::fs::read_to_string(&path).unwrap_or_default() != document {
        bail!("{DOCUMENT} is older than the API; run `cargo xtask client --write` and commit the result");
    }
    // The generator has its own package: it needs an older TypeScript than the application.
    ci::install_npm(root, "web/gen")?;
    let script = if write { "gen" } else { "gen:check" };
    ci::npm(root, "web", &["run", "--silent", script])
        .context("the TypeScript client is older than the API; run `cargo xtask client --write`")?;
    screen::line(if write { "client: written" } else { "client: fresh" });
    Ok(())
}

/// The OpenAPI document of the code as it is, with sorted keys, so that two builds agree.
fn document(root: &Path) -> Result<String> {
    ci::build(root)?;
    let program = ci::built(root, "posthus")?;
    let output = Command::new(&program)
        .arg("openapi")
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    if !output.status.success() {
        bail!("`posthus openapi` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let value: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("`posthus openapi` printed no JSON")?;
    Ok(format!("{:#}\n", value))
}
