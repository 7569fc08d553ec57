//! A real S3 server over a folder: rclone, which checks signatures as Amazon's does.
//!
//! A bucket is a folder below its own, an object a file in it, so a test can look at what is kept.

use std::path::PathBuf;
use std::process::Command;

use rustix::process::Signal;

use crate::process::{Account, Home, Server, Stop, find};
use crate::{KitError, free_port};

/// Who may use it: access key and secret key.
pub const KEYS: (&str, &str) = ("posthus-test", "a secret of the object store");
/// The one bucket.
pub const BUCKET: &str = "mail";
/// The variable that names the folder of the tools that tests need.
const TOOLS_VARIABLE: &str = "POSTHUS_TOOLS";

/// A running S3 server; stopped when dropped.
pub struct S3Server {
    server: Server,
    port: u16,
}

impl S3Server {
    /// Starts one with an empty [`BUCKET`].
    ///
    /// # Errors
    /// When rclone is not installed or does not start.
    pub fn start() -> Result<Self, KitError> {
        // An S3 client asks for the process's TLS even where it speaks plain HTTP; the binary sets it at its
        // start. Set already is as good.
        let _set_before = rustls::crypto::ring::default_provider().install_default();
        let program = program()?;
        let home = Home::new("s3", Account::ourselves())?;
        home.folder(&format!("objects/{BUCKET}"))?;
        let port = free_port()?;
        let (access, secret) = KEYS;
        let mut command = Command::new(program);
        command
            .args(["serve", "s3", "--addr", &format!("127.0.0.1:{port}")])
            .args(["--auth-key", &format!("{access},{secret}"), "--config", "/dev/null"])
            // What a test does to the files behind its back is seen at once.
            .args(["--dir-cache-time", "0s"])
            .arg(home.path().join("objects"));
        let mut server = Server::start("rclone", command, home, Stop::Signal(Signal::TERM))?;
        server.wait(|_| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        Ok(Self { server, port })
    }

    /// Where it is: `http://127.0.0.1:1234`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The files of the bucket's objects.
    #[must_use]
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.server.home().path().join("objects").join(BUCKET)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }
}

/// Where `scripts/install-test-parts` puts it: the folder that the environment names, or the usual one.
#[expect(clippy::disallowed_methods, reason = "the script that installs it reads the same variable")]
fn program() -> Result<PathBuf, KitError> {
    let usual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools");
    let tools = std::env::var(TOOLS_VARIABLE).unwrap_or_else(|_| usual.to_owned());
    find("rclone", "rclone", &[&format!("{tools}/bin/rclone"), "/usr/local/bin/rclone"])
}
