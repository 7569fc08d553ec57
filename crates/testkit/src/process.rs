//! Real servers as child processes: who they run as, what they write, and that they end.
//!
//! A server ends when its value is dropped. When the test process dies without dropping anything, a
//! guard notices that the pipe to it has closed, ends the server and removes its folder.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::{KitError, wait};

/// How long a server may take to come up, on a busy machine.
const START: Duration = Duration::from_secs(60);
/// How long it may take to go down before it is killed.
const STOP: Duration = Duration::from_secs(10);
/// How much of a log an error shows, octets.
const LAST_WORDS: usize = 4096;

/// Whether this process may do everything.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A program as root: directly, or through `sudo` when it needs no password.
pub(crate) fn as_root(server: &'static str, program: &Path) -> Result<Vec<OsString>, KitError> {
    if is_root() {
        return Ok(vec![program.into()]);
    }
    run(Command::new("sudo").args(["-n", "true"])).map_err(|_| KitError::NotRoot { server })?;
    Ok(vec!["sudo".into(), "-n".into(), "--".into(), program.into()])
}

/// An account without rights, which programs run as that refuse to run as root.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl Account {
    /// Whoever runs the test.
    pub(crate) fn ourselves() -> Self {
        let (uid, gid) = (rustix::process::geteuid(), rustix::process::getegid());
        Self { uid: uid.as_raw(), gid: gid.as_raw() }
    }

    /// `nobody` when we are root, otherwise ourselves.
    ///
    /// # Errors
    /// When there is no `nobody`.
    pub fn unprivileged() -> Result<Self, KitError> {
        if is_root() { Self::named("nobody") } else { Ok(Self::ourselves()) }
    }

    /// Has a command run as this account.
    pub fn runs(self, command: &mut Command) {
        if is_root() {
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// The account with this name in `/etc/passwd`.
    pub(crate) fn named(name: &str) -> Result<Self, KitError> {
        let path = "/etc/passwd";
        let text = std::fs::read_to_string(path).map_err(KitError::io("read", path))?;
        let found = text.lines().find_map(|line| {
            let mut fields = line.split(':');
            let is_it = fields.next()? == name;
            let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            is_it.then_some(Self { uid, gid })
        });
        found.ok_or_else(|| KitError::Program {
            program: path.to_owned(),
            words: format!("there is no account `{name}`"),
        })
    }
}

/// A folder for one program, readable for the account it runs as; removed with the value.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
    owner: Account,
}

impl Home {
    /// A new folder of `owner`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(server: &str, owner: Account) -> Result<Self, KitError> {
        let folder = tempfile::Builder::new()
            .prefix(&format!("posthus-{server}-"))
            .tempdir()
            .map_err(KitError::io("make a folder in", std::env::temp_dir()))?;
        let permissions = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), permissions).map_err(KitError::io("open", folder.path()))?;
        let home = Self { folder, owner };
        home.give(home.path())?;
        Ok(home)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A folder inside, of the owner, with all folders on the way.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, name: &str) -> Result<PathBuf, KitError> {
        let mut path = self.path().to_path_buf();
        for part in name.split('/') {
            path.push(part);
            if !path.is_dir() {
                std::fs::create_dir(&path).map_err(KitError::io("make the folder", &path))?;
                self.give(&path)?;
            }
        }
        Ok(path)
    }

    /// A file inside, of the owner.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf, KitError> {
        let path = self.path().join(name);
        std::fs::write(&path, content).map_err(KitError::io("write", &path))?;
        self.give(&path)?;
        Ok(path)
    }

    /// A private key inside: readable for the owner alone, as servers demand.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn secret(&self, name: &str, content: &str) -> Result<PathBuf, KitError> {
        let path = self.file(name, content)?;
        let permissions = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&path, permissions).map_err(KitError::io("close", &path))?;
        Ok(path)
    }

    fn give(&self, path: &Path) -> Result<(), KitError> {
        if !is_root() {
            return Ok(());
        }
        chown(path, Some(self.owner.uid), Some(self.owner.gid)).map_err(KitError::io("give away", path))
    }

    /// The end of a file inside; empty when there is none.
    pub(crate) fn tail(&self, name: &str) -> String {
        let bytes = std::fs::read(self.path().join(name)).unwrap_or_default();
        let start = bytes.len().saturating_sub(LAST_WORDS);
        String::from_utf8_lossy(&bytes[start..]).into_owned()
    }
}

/// How a server is ended in order.
#[derive(Clone, Debug)]
pub(crate) enum Stop {
    /// By this signal to its process group.
    Signal(Signal),
    /// By this program, for a server that leaves its process group.
    Program(Vec<OsString>),
}

/// A running server in a process group of its own.
#[derive(Debug)]
pub(crate) struct Server {
    name: &'static str,
    child: Child,
    guard: Child,
    stop: Stop,
    home: Arc<Home>,
}

/// The file that a server's own output goes to.
pub(crate) const OUTPUT: &str = "output.log";

impl Server {
    /// Starts `command` in `home`.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        home: impl Into<Arc<Home>>,
        stop: Stop,
    ) -> Result<Self, KitError> {
        let home = home.into();
        let log_path = home.path().join(OUTPUT);
        let log = File::options().create(true).append(true).open(&log_path);
        let log = log.map_err(KitError::io("make", &log_path))?;
        let errors = log.try_clone().map_err(KitError::io("open", &log_path))?;
        let program = PathBuf::from(command.get_program());
        command.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0).current_dir(home.path());
        let child = command.spawn().map_err(KitError::io("run", program))?;
        let guard = guard(&child, home.path(), &stop)?;
        Ok(Self { name, child, guard, stop, home })
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// Waits until `is_ready`; fails with the server's last words when it ends before or takes too long.
    pub(crate) fn wait(&mut self, mut is_ready: impl FnMut(&Home) -> bool) -> Result<(), KitError> {
        let seen = wait::try_until(START, || {
            if is_ready(&self.home) {
                return Some(true);
            }
            let ended = self.child.try_wait().is_ok_and(|status| status.is_some());
            ended.then_some(false)
        });
        if seen == Some(true) {
            return Ok(());
        }
        Err(KitError::Start { server: self.name, log: self.home.tail(OUTPUT) })
    }

    /// Sends a signal to the server and everything in its process group.
    fn signal(&self, signal: Signal) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // Gone already is as good as stopped.
            let _gone = kill_process_group(group, signal);
        }
    }
}

impl Server {
    /// Ends it at once, as a power cut does.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
        let _reaped = self.child.wait();
    }

    /// Asks it to end, and gives what it ended with; `None` when it does not within `within`.
    pub(crate) fn end(&mut self, within: Duration) -> Option<ExitStatus> {
        self.signal(Signal::TERM);
        wait::try_until(within, || self.child.try_wait().ok().flatten())
    }

    /// Its process, as the operating system numbers it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The guard first: it must not see the pipe close and signal a group that is another's by then.
        let _guard_gone = self.guard.kill().and_then(|()| self.guard.wait());
        match &self.stop {
            Stop::Signal(signal) => self.signal(*signal),
            Stop::Program(words) => {
                let _gone = run(Command::new(&words[0]).args(&words[1..]));
            }
        }
        let ended = wait::try_until(STOP, || self.child.try_wait().ok().flatten().map(|_| ())).is_some();
        // What the server started may outlive it; the group is still ours while one of them lives.
        self.signal(Signal::KILL);
        if !ended {
            let _reaped = self.child.wait();
        }
    }
}

/// What the guard does once the pipe from us has closed: we are dead, so it cleans up. Its arguments
/// are the process group, the folder, the signal that ends the server in order, and the program that
/// stops it where one does. `-s` because not every shell takes `--` behind `-TERM`.
const GUARD: &str = r#"
read -r _
group=$1 folder=$2 signal=$3
shift 3
if [ $# -gt 0 ]; then "$@"; else kill -s "$signal" -- "-$group"; fi
for _ in 1 2 3; do kill -s 0 -- "-$group" || break; sleep 1; done
kill -s KILL -- "-$group"
rm -rf -- "$folder"
"#;

/// Starts the guard of `child`, in a group of its own, so that what kills our group spares it.
fn guard(child: &Child, folder: &Path, stop: &Stop) -> Result<Child, KitError> {
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "guard", &child.id().to_string()]).arg(folder);
    match stop {
        Stop::Signal(signal) => command.arg(signal.as_raw().to_string()),
        Stop::Program(words) => command.arg("TERM").args(words),
    };
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().map_err(KitError::io("run", "sh"))
}

/// The first of `paths` that exists; servers lie outside the PATH of people.
pub(crate) fn find(
    program: &'static str,
    package: &'static str,
    paths: &[&str],
) -> Result<PathBuf, KitError> {
    let found = paths.iter().map(PathBuf::from).find(|path| path.exists());
    found.ok_or(KitError::Missing { program, package })
}

/// Runs a helper to its end and gives what it printed.
pub(crate) fn run(command: &mut Command) -> Result<String, KitError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(KitError::io("run", &program))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(KitError::Program { program, words })
}
