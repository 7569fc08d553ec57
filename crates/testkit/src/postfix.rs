//! A real Postfix in folders of its own: a relay that hands on to a sink, or a mail exchanger that
//! delivers into a Maildir.
//!
//! Postfix's master runs as root alone. Where the tests do not, `sudo` is asked without a password.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::certificates::TestCa;
use crate::process::{Account, Home, OUTPUT, Server, Stop, as_root, find, run};
use crate::{KitError, free_port};

/// What a Postfix is for.
#[derive(Clone, Debug, Default)]
pub struct PostfixSetup {
    /// Everything that is accepted goes on to this server.
    pub relay_to: Option<SocketAddr>,
    /// Mail for each of these domains goes on to a server of its own, by as many processes as Postfix is shipped with.
    pub places: Vec<(String, SocketAddr)>,
    /// Mail for these domains is handed over by LMTP at this address.
    pub lmtp: Option<(Vec<String>, SocketAddr)>,
    /// Mail for these domains is delivered into the Maildir.
    pub domains: Vec<String>,
    /// Passwords are asked for at this socket of Dovecot, and needed before mail is taken.
    pub sign_in_at: Option<PathBuf>,
    /// The largest mail, octets; 0 is Postfix's own limit of 10 MB.
    pub size_octets_max: u64,
    /// What is accepted is thrown away: for measuring how fast it accepts.
    pub discards: bool,
    /// What is accepted waits until [`Postfix::release`]: for measuring how fast it delivers.
    pub holds: bool,
}

/// A running Postfix; stopped when dropped.
pub struct Postfix {
    server: Server,
    port: u16,
    authority: TestCa,
}

impl Postfix {
    /// Starts one.
    ///
    /// # Errors
    /// When Postfix is not installed, we may not start it, or it does not come up.
    pub fn start(setup: &PostfixSetup) -> Result<Self, KitError> {
        let program = find("postfix", "postfix", &["/usr/sbin/postfix"])?;
        let postfix = as_root("Postfix", &program)?;
        let home = Home::new("postfix", Account::unprivileged()?)?;
        for folder in ["config", "queue", "data", "mail"] {
            home.folder(folder)?;
        }
        let authority = TestCa::new()?;
        let certificate = authority.server(&["localhost", "127.0.0.1"])?;
        home.file("config/server.pem", &certificate.certificate_pem)?;
        home.secret("config/server.key", &certificate.key_pem)?;
        let port = free_port()?;
        home.file("config/transport", transport(&setup.places))?;
        home.file("config/main.cf", main_cf(setup, &home, Account::unprivileged()?))?;
        home.file("config/master.cf", master_cf(port))?;
        own_folders(&home)?;

        let mut command = Command::new(&postfix[0]);
        command.args(&postfix[1..]).arg("-c").arg(home.path().join("config")).arg("start-fg");
        let stop = stop(home.path())?;
        let mut server = Server::start("Postfix", command, home, stop)?;
        server.wait(|home| home.tail(OUTPUT).contains("daemon started") && answers(port))?;
        Ok(Self { server, port, authority })
    }

    /// A relay that accepts everything from loopback and hands it on.
    ///
    /// # Errors
    /// As [`Postfix::start`].
    pub fn relay_to(sink: SocketAddr) -> Result<Self, KitError> {
        Self::start(&PostfixSetup { relay_to: Some(sink), ..PostfixSetup::default() })
    }

    /// The mail exchanger of a domain; what it takes lies in [`Postfix::inbox`].
    ///
    /// # Errors
    /// As [`Postfix::start`].
    pub fn exchanger_of(domain: &str) -> Result<Self, KitError> {
        Self::start(&PostfixSetup { domains: vec![domain.to_owned()], ..PostfixSetup::default() })
    }

    /// The port it takes mail at, of 127.0.0.1, with STARTTLS.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The certificate, PEM, that a client must trust.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        self.authority.pem()
    }

    /// The mails that were delivered locally, of all users.
    ///
    /// # Errors
    /// When the Maildir cannot be read.
    pub fn inbox(&self) -> Result<Vec<Vec<u8>>, KitError> {
        let path = self.server.home().path().join("mail/all/new");
        // Postfix makes the folder with the first mail.
        let Ok(entries) = std::fs::read_dir(&path) else { return Ok(Vec::new()) };
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files.iter().map(|path| std::fs::read(path).map_err(KitError::io("read", path))).collect()
    }

    /// Mails that wait in the queue.
    #[must_use]
    pub fn queued(&self) -> usize {
        let queue = self.server.home().path().join("queue");
        ["incoming", "active", "deferred", "hold"].iter().map(|name| files_below(&queue.join(name))).sum()
    }

    /// Lets the mails go that it holds.
    ///
    /// # Errors
    /// When Postfix's own programs fail.
    pub fn release(&self) -> Result<(), KitError> {
        for (program, what) in
            [("/usr/sbin/postsuper", ["-H", "ALL"].as_slice()), ("/usr/sbin/postqueue", &["-f"])]
        {
            let words = as_root("Postfix", Path::new(program))?;
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]).arg("-c").arg(self.folder().join("config")).args(what);
            run(&mut command)?;
        }
        Ok(())
    }

    /// Its folder; its processes work below it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.server.home().path()
    }

    /// The end of its log, for the message of a failing test.
    #[must_use]
    pub fn log(&self) -> String {
        self.server.home().tail(OUTPUT)
    }
}

/// Postfix wants its configuration and queue in the hands of root, and its data in its own.
fn own_folders(home: &Home) -> Result<(), KitError> {
    for (owner, folders) in [("root", ["config", "queue"].as_slice()), ("postfix", &["data"])] {
        let chown = as_root("Postfix", Path::new("chown"))?;
        let mut command = Command::new(&chown[0]);
        command.args(&chown[1..]).args(["-R", owner]);
        run(command.args(folders.iter().map(|folder| home.path().join(folder))))?;
    }
    Ok(())
}

/// The master leads a session of its own, out of reach of a signal to our group; and what it leaves
/// behind belongs to accounts whose files we may not remove.
fn stop(folder: &Path) -> Result<Stop, KitError> {
    let script = r#"postfix -c "$1/config" stop; cd "$1" && rm -rf config queue data"#;
    let mut words = as_root("Postfix", Path::new("sh"))?;
    words.extend(["-c", script, "stop"].map(OsString::from));
    words.push(folder.into());
    Ok(Stop::Program(words))
}

fn answers(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}

fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { files_below(&entry.path()) } else { 1 }).sum()
}

/// transport(5): a line for each domain.
fn transport(places: &[(String, SocketAddr)]) -> String {
    places.iter().fold(String::new(), |mut text, (domain, place)| {
        writeln!(text, "{domain} smtp:[{}]:{}", place.ip(), place.port()).expect("text grows");
        text
    })
}

fn main_cf(setup: &PostfixSetup, home: &Home, mailbox: Account) -> String {
    let path = home.path().display();
    let mut text = format!(
        "compatibility_level = 3.6\n\
         queue_directory = {path}/queue\n\
         data_directory = {path}/data\n\
         maillog_file = /dev/stdout\n\
         myhostname = postfix.test\n\
         mydestination =\n\
         mynetworks = 127.0.0.0/8\n\
         inet_interfaces = 127.0.0.1\n\
         inet_protocols = ipv4\n\
         alias_maps =\n\
         alias_database =\n\
         local_recipient_maps =\n\
         smtp_dns_support_level = disabled\n\
         smtp_host_lookup = native\n\
         smtpd_tls_cert_file = {path}/config/server.pem\n\
         smtpd_tls_key_file = {path}/config/server.key\n\
         smtpd_tls_security_level = may\n\
         smtpd_client_connection_count_limit = 0\n\
         default_process_limit = 50\n",
    );
    let mut set = |name: &str, value: &str| writeln!(text, "{name} = {value}").expect("text grows");
    if let Some(sink) = setup.relay_to {
        set("relayhost", &format!("[{}]:{}", sink.ip(), sink.port()));
    }
    if !setup.places.is_empty() {
        set("transport_maps", &format!("texthash:{path}/config/transport"));
        set("default_process_limit", "100");
    }
    if setup.discards {
        set("default_transport", "discard:");
        set("relay_transport", "discard:");
    }
    if setup.holds {
        set("header_checks", "static:HOLD");
    } else {
        // A test does not wait minutes for a second try; a benchmark's peer runs as it is shipped.
        set("minimal_backoff_time", "1s");
        set("maximal_backoff_time", "2s");
        set("queue_run_delay", "1s");
    }
    if !setup.domains.is_empty() {
        set("virtual_mailbox_domains", &setup.domains.join(" "));
        set("virtual_mailbox_base", &format!("{path}/mail"));
        set("virtual_mailbox_maps", "static:all/");
        set("virtual_uid_maps", &format!("static:{}", mailbox.uid));
        set("virtual_gid_maps", &format!("static:{}", mailbox.gid));
    }
    if let Some((domains, place)) = &setup.lmtp {
        set("virtual_mailbox_domains", &domains.join(" "));
        set("virtual_transport", &format!("lmtp:inet:{}:{}", place.ip(), place.port()));
        set("lmtp_send_xforward_command", "no");
    }
    if setup.size_octets_max > 0 {
        set("message_size_limit", &setup.size_octets_max.to_string());
        set("mailbox_size_limit", "0");
        set("virtual_mailbox_limit", "0");
    }
    match &setup.sign_in_at {
        Some(socket) => {
            set("smtpd_sasl_auth_enable", "yes");
            set("smtpd_sasl_type", "dovecot");
            set("smtpd_sasl_path", &format!("unix:{}", socket.display()));
            set("smtpd_relay_restrictions", "permit_sasl_authenticated, reject");
        }
        None => set("smtpd_relay_restrictions", "permit_mynetworks, reject_unauth_destination"),
    }
    text
}

/// The services we need, none in a chroot: the queue folder holds no copy of the system's files.
fn master_cf(port: u16) -> String {
    let mut text = format!("127.0.0.1:{port} inet n - n - - smtpd\n");
    let services = [
        ("pickup", "n", "60", "1", "pickup"),
        ("cleanup", "n", "-", "0", "cleanup"),
        ("qmgr", "n", "300", "1", "qmgr"),
        ("rewrite", "-", "-", "-", "trivial-rewrite"),
        ("bounce", "-", "-", "0", "bounce"),
        ("defer", "-", "-", "0", "bounce"),
        ("trace", "-", "-", "0", "bounce"),
        ("verify", "-", "-", "1", "verify"),
        ("proxymap", "-", "-", "-", "proxymap"),
        ("smtp", "-", "-", "-", "smtp"),
        ("relay", "-", "-", "-", "smtp"),
        ("lmtp", "-", "-", "-", "lmtp"),
        ("error", "-", "-", "-", "error"),
        ("retry", "-", "-", "-", "error"),
        ("discard", "-", "-", "-", "discard"),
        ("virtual", "-", "-", "-", "virtual"),
        ("anvil", "-", "-", "1", "anvil"),
        ("scache", "-", "-", "1", "scache"),
        ("tlsmgr", "-", "1000?", "1", "tlsmgr"),
    ];
    for (name, private, wakeup, processes, program) in services {
        // `virtual` delivers as the mailbox's account and needs root to become it.
        let unprivileged = if name == "virtual" { "n" } else { "-" };
        let line = format!("{name} unix {private} {unprivileged} n {wakeup} {processes} {program}\n");
        text.push_str(&line);
    }
    text.push_str("postlog unix-dgram n - n - 1 postlogd\n");
    text
}
