//! A real PostgreSQL: one server for a run, one fresh database for a test.
//!
//! `POSTHUS_TEST_POSTGRES_URL` names a server that runs already; `with-postgres COMMAND` sets it for
//! everything the command starts, so that a test run makes one cluster instead of hundreds.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::Signal;

use crate::process::{Account, Home, OUTPUT, Server, Stop, find, run};
use crate::{KitError, free_port};

/// The variable that names a running server, as a URL with a database one may connect to.
pub const URL_VARIABLE: &str = "POSTHUS_TEST_POSTGRES_URL";

/// A PostgreSQL server: our own, stopped when its last clone is dropped, or the one the environment
/// names.
#[derive(Clone, Debug)]
pub struct Postgres {
    url: String,
    programs: PathBuf,
    _server: Option<Arc<Server>>,
}

impl Postgres {
    /// The server that the environment names, otherwise one of our own.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, KitError> {
        match named_server() {
            Some(url) => Ok(Self { url, programs: programs()?, _server: None }),
            None => Self::own(),
        }
    }

    /// A server of our own in a folder of its own.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn own() -> Result<Self, KitError> {
        let programs = programs()?;
        let account = Account::unprivileged()?;
        let home = Home::new("postgres", account)?;
        let data = home.folder("data")?;
        let mut initdb = as_account(&programs.join("initdb"), account);
        initdb.arg("--pgdata").arg(&data).args(["--username", "postgres", "--auth", "trust"]);
        initdb.args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]).current_dir(home.path());
        run(&mut initdb)?;

        let port = free_port()?;
        let mut postgres = as_account(&programs.join("postgres"), account);
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]).arg("-k").arg(home.path());
        // Nothing here outlives the run: no write has to reach the disk.
        let settings =
            ["listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "synchronous_commit=off"];
        for setting in settings.into_iter().chain(["max_connections=300", "shared_buffers=64MB"]) {
            postgres.args(["-c", setting]);
        }
        let mut server = Server::start("PostgreSQL", postgres, home, Stop::Signal(Signal::INT))?;
        server.wait(|home| home.tail(OUTPUT).contains("ready to accept connections"))?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        Ok(Self { url, programs, _server: Some(Arc::new(server)) })
    }

    /// The URL of the server and its first database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A new, empty database; dropped with the value.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn database(&self) -> Result<Database, KitError> {
        // The process makes the name unique among test processes, the count within this one.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("posthus_test_{}_{count}", std::process::id());
        self.administrate("createdb", &["--template", "template0", &name])?;
        let server = self.url.rsplit_once('/').map_or(self.url.as_str(), |(server, _)| server);
        Ok(Database { url: format!("{server}/{name}"), name, server: self.clone() })
    }

    fn administrate(&self, program: &str, arguments: &[&str]) -> Result<(), KitError> {
        let mut command = Command::new(self.programs.join(program));
        command.arg("--maintenance-db").arg(&self.url).args(arguments);
        run(&mut command).map(|_| ())
    }
}

/// A database of one test; keeps its server alive.
#[derive(Debug)]
pub struct Database {
    url: String,
    name: String,
    server: Postgres,
}

impl Database {
    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs SQL beside the program under test, as an administrator would.
    ///
    /// # Errors
    /// When the server refuses it, with its words.
    pub fn run_sql(&self, sql: &str) -> Result<(), KitError> {
        let mut command = Command::new(self.server.programs.join("psql"));
        command.args(["--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-c", sql]).arg(&self.url);
        run(&mut command).map(|_| ())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A database left over goes with the server; a test that passed shall not fail here.
        let _left_over = self.server.administrate("dropdb", &["--if-exists", "--force", &self.name]);
    }
}

#[expect(clippy::disallowed_methods, reason = "a run of tests shares one server through its environment")]
fn named_server() -> Option<String> {
    std::env::var(URL_VARIABLE).ok().filter(|url| !url.is_empty())
}

/// The folder with the newest version's programs: Debian keeps them out of the PATH.
fn programs() -> Result<PathBuf, KitError> {
    let missing = KitError::Missing { program: "initdb", package: "postgresql" };
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").exists())
        .max();
    if let Some((_, folder)) = newest {
        return Ok(folder);
    }
    let elsewhere = find("initdb", "postgresql", &["/usr/bin/initdb", "/usr/local/bin/initdb"]);
    elsewhere.ok().and_then(|initdb| Some(initdb.parent()?.to_path_buf())).ok_or(missing)
}

fn as_account(program: &Path, account: Account) -> Command {
    let mut command = Command::new(program);
    account.runs(&mut command);
    command
}
