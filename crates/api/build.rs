//! Makes the folder of the built web app, so that the crate compiles before the app was built.

use std::io::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?;
    let dist = Path::new(&manifest).join("../../web/dist");
    fs::create_dir_all(&dist)?;
    // Cargo walks the folder: a new build of the web app is embedded anew.
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", dist.display())
}
