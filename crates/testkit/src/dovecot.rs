//! A real Dovecot 2.3: IMAP and POP3, plain, STARTTLS and TLS, with Maildir users.
//!
//! It runs without root rights, as Dovecot calls "rootless": all its processes are of one account.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use rustix::process::Signal;

use crate::certificates::TestCa;
use crate::process::{Account, Home, Server, Stop, find};
use crate::{KitError, free_ports};

const LOG: &str = "dovecot.log";

/// The ports of a running Dovecot, all of 127.0.0.1.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// IMAP in plain text, with STARTTLS.
    pub imap: u16,
    /// IMAP over TLS.
    pub imaps: u16,
    /// POP3 in plain text, with STLS.
    pub pop3: u16,
    /// POP3 over TLS.
    pub pop3s: u16,
}

/// A running Dovecot; stopped when dropped.
pub struct Dovecot {
    server: Server,
    ports: Ports,
    authority: TestCa,
    delivered: AtomicU32,
}

impl Dovecot {
    /// Starts one with these users, as name and password. Names may be addresses.
    ///
    /// # Errors
    /// When Dovecot is not installed or does not start.
    pub fn start(users: &[(&str, &str)]) -> Result<Self, KitError> {
        Self::start_with(users, None)
    }

    /// The same, which also takes the access tokens of a provider (RFC 7628): it asks at this address whether
    /// they are good (RFC 7662). Of the two mechanisms it offers those named, as `xoauth2 oauthbearer`.
    ///
    /// # Errors
    /// When Dovecot is not installed or does not start.
    pub fn start_with_tokens(
        users: &[(&str, &str)],
        introspection: &str,
        mechanisms: &str,
    ) -> Result<Self, KitError> {
        Self::start_with(users, Some((introspection, mechanisms)))
    }

    fn start_with(users: &[(&str, &str)], tokens: Option<(&str, &str)>) -> Result<Self, KitError> {
        let program = find("dovecot", "dovecot-imapd", &["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"])?;
        for (protocol, package) in [("imap", "dovecot-imapd"), ("pop3", "dovecot-pop3d")] {
            let path = format!("/usr/lib/dovecot/{protocol}");
            find(if protocol == "imap" { "dovecot imap" } else { "dovecot pop3" }, package, &[&path])?;
        }
        let account = Account::unprivileged()?;
        let home = Home::new("dovecot", account)?;
        let authority = TestCa::new()?;
        let certificate = authority.server(&["localhost", "127.0.0.1"])?;
        home.file("server.pem", &certificate.certificate_pem)?;
        home.secret("server.key", &certificate.key_pem)?;
        let lines: String =
            users.iter().map(|(user, password)| format!("{user}:{{PLAIN}}{password}\n")).collect();
        home.secret("users", &lines)?;
        for (user, _) in users {
            for folder in ["cur", "new", "tmp"] {
                home.folder(&format!("mail/{user}/Maildir/{folder}"))?;
            }
        }
        let [imap, imaps, pop3, pop3s] = free_ports()?;
        let ports = Ports { imap, imaps, pop3, pop3s };
        let mut text = configuration(home.path(), account, ports);
        if let Some((introspection, mechanisms)) = tokens {
            home.file("oauth2.conf", token_check(introspection))?;
            text.push_str(&token_sign_in(home.path(), mechanisms));
        }
        let config = home.file("dovecot.conf", text)?;
        let mut command = Command::new(program);
        command.arg("-F").arg("-c").arg(config);
        account.runs(&mut command);
        let mut server = Server::start("Dovecot", command, home, Stop::Signal(Signal::TERM))?;
        server.wait(|home| home.tail(LOG).contains("starting up") && answers(ports))?;
        Ok(Self { server, ports, authority, delivered: AtomicU32::new(0) })
    }

    /// Where it listens.
    #[must_use]
    pub const fn ports(&self) -> Ports {
        self.ports
    }

    /// The certificate, PEM, that a client must trust; the server's own is for `localhost` and 127.0.0.1.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        self.authority.pem()
    }

    /// The socket at which Postfix asks for passwords (`smtpd_sasl_path`).
    #[must_use]
    pub fn auth_socket(&self) -> PathBuf {
        self.server.home().path().join("run/auth-client")
    }

    /// Puts a mail into a user's INBOX, as a delivery agent does: written aside, then moved in.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn deliver(&self, user: &str, raw: &[u8]) -> Result<(), KitError> {
        let number = self.delivered.fetch_add(1, Ordering::Relaxed);
        // Maildir wants names that never repeat; the number also keeps the order of delivery.
        let name = format!("{}.M{number:08}P{}.sink", 1_767_600_000 + number / 1000, std::process::id());
        let home = self.server.home();
        let aside = home.file(&format!("mail/{user}/Maildir/tmp/{name}"), raw)?;
        let inside = home.path().join(format!("mail/{user}/Maildir/new/{name}"));
        std::fs::rename(&aside, &inside).map_err(KitError::io("deliver", inside))
    }

    /// The same for a mail that arrived some time ago: its INTERNALDATE.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn deliver_from(&self, user: &str, raw: &[u8], arrived: SystemTime) -> Result<(), KitError> {
        let number = self.delivered.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}.M{number:08}P{}.sink", 1_767_600_000 + number / 1000, std::process::id());
        let home = self.server.home();
        let aside = home.file(&format!("mail/{user}/Maildir/tmp/{name}"), raw)?;
        let file = std::fs::File::options().write(true).open(&aside).map_err(KitError::io("open", &aside))?;
        file.set_modified(arrived).map_err(KitError::io("date", &aside))?;
        let inside = home.path().join(format!("mail/{user}/Maildir/new/{name}"));
        std::fs::rename(&aside, &inside).map_err(KitError::io("deliver", inside))
    }

    /// Numbers a user's INBOX anew, as restoring it from a backup does: another UIDVALIDITY, under
    /// which every mail has another UID. Nobody may have it open.
    ///
    /// # Errors
    /// When nobody has opened it before.
    pub fn renumber(&self, user: &str) -> Result<(), KitError> {
        let maildir = self.server.home().path().join(format!("mail/{user}/Maildir"));
        let list = maildir.join("dovecot-uidlist");
        let text = std::fs::read_to_string(&list).map_err(KitError::io("read", &list))?;
        let mut lines = text.lines();
        let mut words: Vec<String> = lines.next().unwrap_or_default().split(' ').map(str::to_owned).collect();
        for word in &mut words {
            let number = |text: &str| text.parse::<u32>().ok();
            if let Some(validity) = word.strip_prefix('V').and_then(number) {
                *word = format!("V{}", validity + 1000);
            } else if let Some(next) = word.strip_prefix('N').and_then(number) {
                *word = format!("N{}", next + 100);
            }
        }
        let moved = |line: &str| {
            let (uid, rest) = line.split_once(' ').unwrap_or((line, ""));
            uid.parse::<u32>().map_or_else(|_| line.to_owned(), |uid| format!("{} {rest}", uid + 100))
        };
        let rest: Vec<String> = lines.map(moved).collect();
        let text = format!("{}\n{}\n", words.join(" "), rest.join("\n"));
        std::fs::write(&list, text).map_err(KitError::io("write", &list))?;
        let entries = std::fs::read_dir(&maildir).map_err(KitError::io("list", &maildir))?;
        for entry in entries
            .flatten()
            .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"dovecot.index"))
        {
            std::fs::remove_file(entry.path()).map_err(KitError::io("remove", entry.path()))?;
        }
        Ok(())
    }

    /// The mails in a user's INBOX, read or not, in order of their file names.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn inbox(&self, user: &str) -> Result<Vec<Vec<u8>>, KitError> {
        let mut files = self.files(user)?;
        files.sort_by(|left, right| left.file_name().cmp(&right.file_name()));
        files.iter().map(|path| std::fs::read(path).map_err(KitError::io("read", path))).collect()
    }

    /// How many mails are in a user's INBOX. One that Dovecot moves at this moment may count twice, and
    /// never counts as none.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn count(&self, user: &str) -> Result<usize, KitError> {
        Ok(self.files(user)?.len())
    }

    /// Marks all mails of a user as deleted, as a program does before it removes them (Maildir flag `T`).
    ///
    /// # Errors
    /// When a file cannot be moved.
    pub fn mark_deleted(&self, user: &str) -> Result<(), KitError> {
        for path in self.files(user)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let (base, flags) = name.split_once(":2,").unwrap_or((&name, ""));
            let marked = self.server.home().path().join(format!("mail/{user}/Maildir/cur/{base}:2,{flags}T"));
            std::fs::rename(&path, &marked).map_err(KitError::io("move", &path))?;
        }
        Ok(())
    }

    fn files(&self, user: &str) -> Result<Vec<PathBuf>, KitError> {
        let maildir = self.server.home().path().join(format!("mail/{user}/Maildir"));
        let mut files = Vec::new();
        for folder in ["new", "cur"] {
            let path = maildir.join(folder);
            let entries = std::fs::read_dir(&path).map_err(KitError::io("list", &path))?;
            files.extend(entries.flatten().map(|entry| entry.path()));
        }
        Ok(files)
    }

    /// The end of its log, for the message of a failing test.
    #[must_use]
    pub fn log(&self) -> String {
        self.server.home().tail(LOG)
    }
}

/// Whether all four ports take connections.
fn answers(ports: Ports) -> bool {
    let all = [ports.imap, ports.imaps, ports.pop3, ports.pop3s];
    all.into_iter().all(|port| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())
}

fn configuration(home: &Path, account: Account, ports: Ports) -> String {
    let home = home.display();
    let Ports { imap, imaps, pop3, pop3s } = ports;
    let (user, group) = (name_of("/etc/passwd", account.uid), name_of("/etc/group", account.gid));
    format!(
        r"
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/{LOG}
protocols = imap pop3
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
}}
protocol imap {{
  mail_max_userip_connections = 100
}}
",
        uid = account.uid,
        gid = account.gid,
    )
}

/// How it asks whether a token is good, each time anew.
fn token_check(introspection: &str) -> String {
    format!(
        "introspection_url = {introspection}\nintrospection_mode = post\nusername_attribute = username\n\
         active_attribute = active\nactive_value = true\n"
    )
}

fn token_sign_in(home: &Path, mechanisms: &str) -> String {
    format!(
        r"
auth_mechanisms = plain login {mechanisms}
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = {mechanisms}
  args = {home}/oauth2.conf
}}
",
        home = home.display(),
    )
}

/// The name of an account or group; its number where it has none, which Dovecot refuses by name.
fn name_of(path: &str, id: u32) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let number = id.to_string();
    let found = text.lines().find(|line| line.split(':').nth(2) == Some(&number));
    found.and_then(|line| line.split(':').next()).map_or(number, str::to_owned)
}
