//! Our own binary, started as an operator starts it: `posthus init`, then `posthus serve`, with its
//! settings in the environment and its data in a folder of its own.
//!
//! It can be killed and started again over the same data and the same ports, which is what a crash
//! test needs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::Signal;

use crate::process::{Account, Home, OUTPUT, Server, Stop, run};
use crate::{KitError, free_port};

/// The administrator that [`Posthus::start`] makes: address and password.
pub const ADMINISTRATOR: (&str, &str) = ("admin@acme.test", "a long enough password");

/// How long a graceful stop may take.
const STOP: Duration = Duration::from_secs(30);

/// What is to run, and how it differs from the defaults.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    variables: Vec<(String, String)>,
}

impl Setup {
    /// SQLite, the machine's name server, loopback allowed as the place of mail servers.
    #[must_use]
    pub fn new() -> Self {
        Self::default().set("POSTHUS_NETWORK_PRIVATE_ALLOWED", "true")
    }

    /// Sets a variable, `POSTHUS_OUTBOX_PORT` for the key `outbox.port`.
    #[must_use]
    pub fn set(mut self, variable: &str, value: impl ToString) -> Self {
        self.variables.push((variable.to_owned(), value.to_string()));
        self
    }

    /// Keeps its data in this PostgreSQL database.
    #[must_use]
    pub fn database(self, url: &str) -> Self {
        self.set("POSTHUS_DATABASE_URL", url)
    }

    /// Asks this name server, and delivers to this port of mail exchangers.
    #[must_use]
    pub fn world(self, name_server: SocketAddr, exchanger_port: u16) -> Self {
        self.set("POSTHUS_NETWORK_DNS_SERVER", name_server).set("POSTHUS_OUTBOX_PORT", exchanger_port)
    }
}

/// A running Posthus; stopped when dropped, its data removed.
pub struct Posthus {
    home: Arc<Home>,
    program: PathBuf,
    variables: Vec<(String, String)>,
    http_port: u16,
    smtp_port: u16,
    server: Option<Server>,
}

impl Posthus {
    /// Makes the organisation `Acme` with its [`ADMINISTRATOR`] and starts serving.
    ///
    /// # Errors
    /// When the binary is not built or does not come up.
    pub fn start(setup: Setup) -> Result<Self, KitError> {
        let mut office = Self::prepare(setup)?;
        let (email, _) = ADMINISTRATOR;
        let name = ["--organisation", "Acme", "--name", "Ada Berg", "--email", email, "--language", "en"];
        office.command(&[["init"].as_slice(), &name].concat())?;
        office.resume()?;
        Ok(office)
    }

    /// Opens the demo, with its organisation, users and mail.
    ///
    /// # Errors
    /// When the binary is not built or does not come up.
    pub fn demo() -> Result<Self, KitError> {
        let mut office = Self::prepare(Setup::default())?;
        let folder = office.data().display().to_string();
        office.serve(&["demo", "--folder", &folder])?;
        Ok(office)
    }

    /// A folder and ports for one, without an organisation and without starting it.
    ///
    /// # Errors
    /// When the binary is not built.
    pub fn prepare(setup: Setup) -> Result<Self, KitError> {
        let home = Home::new("office", Account::ourselves())?;
        let (http_port, smtp_port) = (free_port()?, free_port()?);
        let text = |name: &str, value: String| (name.to_owned(), value);
        let mut variables = vec![
            text("POSTHUS_DATA_DIR", home.path().join("data").display().to_string()),
            text("POSTHUS_BASE_URL", format!("http://127.0.0.1:{http_port}")),
            text("POSTHUS_HTTP_LISTEN", format!("127.0.0.1:{http_port}")),
            text("POSTHUS_SMTP_LISTEN", format!("127.0.0.1:{smtp_port}")),
            text("POSTHUS_HOST_NAME", "office.test".to_owned()),
            // There is no name server but where a test starts one.
            text("POSTHUS_INTAKE_CHECK_SENDERS", "false".to_owned()),
            text("POSTHUS_PASSWORD", ADMINISTRATOR.1.to_owned()),
        ];
        variables.extend(setup.variables);
        Ok(Self { home: Arc::new(home), program: program()?, variables, http_port, smtp_port, server: None })
    }

    /// Starts it over the data that is there, and waits until it is ready.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn resume(&mut self) -> Result<(), KitError> {
        self.serve(&["serve"])
    }

    fn serve(&mut self, arguments: &[&str]) -> Result<(), KitError> {
        let mut command = Command::new(&self.program);
        command.args(arguments).envs(self.variables.iter().cloned());
        let mut server =
            Server::start("posthus", command, Arc::clone(&self.home), Stop::Signal(Signal::TERM))?;
        let port = self.http_port;
        server.wait(|_| is_ready(port))?;
        self.server = Some(server);
        Ok(())
    }

    /// Changes a variable for the next start.
    pub fn set(&mut self, variable: &str, value: impl ToString) {
        self.variables.push((variable.to_owned(), value.to_string()));
    }

    /// Ends it in the middle of whatever it does. [`Posthus::resume`] starts it again.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill();
        }
    }

    /// Asks it to end; whether it did so in order and in time.
    pub fn stop(&mut self) -> bool {
        let ended = self.server.take().and_then(|mut server| server.end(STOP));
        ended.is_some_and(|status| status.success())
    }

    /// Runs a further command of the binary over the same data, and gives what it prints.
    ///
    /// # Errors
    /// When it fails; the error holds its words.
    pub fn command(&self, arguments: &[&str]) -> Result<String, KitError> {
        run(Command::new(&self.program).args(arguments).envs(self.variables.iter().cloned()))
    }

    /// `http://127.0.0.1:1234`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http_port)
    }

    /// The port of its receiving SMTP listener.
    #[must_use]
    pub const fn smtp_port(&self) -> u16 {
        self.smtp_port
    }

    /// The folder of its database and mails.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// A folder of the test's own that goes with the office.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    /// Its process, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.server.as_ref().map(Server::id)
    }

    /// The end of its log, for the message of a failing test.
    #[must_use]
    pub fn log(&self) -> String {
        self.home.tail(OUTPUT)
    }
}

/// Asks `/health/ready`, without an HTTP client: the first line of the answer says it all.
fn is_ready(port: u16) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok::<_, std::io::Error>(start)
    };
    ask().is_ok_and(|start| start.ends_with(b" 200"))
}

/// The binary beside the test's own: `target/debug/posthus` beside `target/debug/deps/it-1234`.
fn program() -> Result<PathBuf, KitError> {
    let own = std::env::current_exe().map_err(KitError::io("find", "our own program"))?;
    let beside = own.ancestors().skip(1).take(2).map(|folder| folder.join("posthus"));
    beside.into_iter().find(|path| path.is_file()).ok_or(KitError::NotBuilt)
}
