//! Why a test tool could not do its part. Tests unwrap these; the sentence is for whom reads the log.

use std::path::PathBuf;

/// What went wrong before the test began.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// A program is not installed.
    #[error("`{program}` is not installed; run `scripts/install-test-parts`, or `apt-get install {package}`")]
    Missing {
        /// The program.
        program: &'static str,
        /// The Debian package that brings it.
        package: &'static str,
    },
    /// A server did not come up, or went down at once.
    #[error("{server} did not start; its last words:\n{log}")]
    Start {
        /// The server.
        server: &'static str,
        /// The end of its log.
        log: String,
    },
    /// A server has to be started as root.
    #[error("{server} runs as root alone; run the tests as root, or allow `sudo` without a password")]
    NotRoot {
        /// The server.
        server: &'static str,
    },
    /// Our own binary is not there.
    #[error("`posthus` is not built beside this program; run `cargo build --workspace --bins` first")]
    NotBuilt,
    /// A helper program failed.
    #[error("`{program}` failed: {words}")]
    Program {
        /// The program.
        program: String,
        /// What it said.
        words: String,
    },
    /// The operating system refused something.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// No certificate could be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(String),
}

impl KitError {
    /// For `map_err`: an operating system error with what was tried on what.
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
