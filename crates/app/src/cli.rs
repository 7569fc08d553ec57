//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::Role;

/// Posthus: the mail office of an organisation.
#[derive(Parser)]
#[command(name = "posthus", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    /// The configuration file (TOML); without it, defaults and POSTHUS_* variables.
    #[arg(long, short, global = true, env = "POSTHUS_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write the result as JSON, for programs.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the mail office until it is told to stop.
    Serve(Serve),
    /// Open the demo organisation with mail in it, in a folder of its own.
    Demo(Demo),
    /// Make the first organisation and its administrator.
    Init(Init),
    /// Users: list, add, set a password.
    #[command(subcommand)]
    User(User),
    /// Mailboxes: list, test the connection, fetch now.
    #[command(subcommand)]
    Mailbox(Mailbox),
    /// The inbox queue: list, import a mail from a file, try again.
    #[command(subcommand)]
    Intake(Intake),
    /// The outbox: list, send again, stop all mail of an organisation.
    #[command(subcommand)]
    Outbox(Outbox),
    /// The secret key: exchange it for a new one.
    #[command(subcommand)]
    Keys(Keys),
    /// Sender domains: print what is published of their keys in your zone.
    #[command(subcommand)]
    SenderDomain(SenderDomain),
    /// Check configuration, database, object store, name server and ports.
    Doctor,
    /// Write everything of an organisation into a folder: mail as .eml, the rest as JSON.
    Export(Export),
    /// Look into files as the mail office does, without a configuration or a database.
    #[command(subcommand)]
    Inspect(Inspect),
    /// Print the version.
    Version,
    /// Print the completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the API's OpenAPI document.
    #[command(hide = true)]
    Openapi,
    /// Print the reference page of the configuration.
    #[command(hide = true)]
    ConfigReference,
}

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Put a new key beside the present one, for all nodes to know before one of them seals with it.
    Prepare,
    /// Seal every secret anew with a new key, and forget the old one; goes on where it was stopped.
    Rotate {
        /// Keep the old key beside the new one, until all nodes have the new one.
        #[arg(long)]
        keep_old: bool,
        /// Believe nothing any more that earlier keys signed, as after one of them got into wrong hands: answers and returns
        /// of what was sent before are told by other signs.
        #[arg(long, conflicts_with = "keep_old")]
        forget_signatures: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum SenderDomain {
    /// Print the records of all keys that lie in `sender_domains.keys_zone`, as a part of its zone file.
    ///
    /// Those of all organisations, to be included in the zone whenever it is written: keys that sign, keys that wait to be seen
    /// there, and keys of the last week, whose mail may be on its way. With --json, one object a line.
    Keys,
}

#[derive(Args)]
pub(crate) struct Serve {
    /// Only these roles, instead of the configured ones.
    #[arg(long, value_delimiter = ',')]
    pub(crate) roles: Vec<Role>,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Where the demo keeps its data; made when missing.
    #[arg(long, default_value = "posthus-demo")]
    pub(crate) folder: PathBuf,
    /// Throw the demo's data away first.
    #[arg(long)]
    pub(crate) fresh: bool,
}

#[derive(Args)]
pub(crate) struct Init {
    /// The organisation's name.
    #[arg(long)]
    pub(crate) organisation: String,
    /// The administrator's e-mail address.
    #[arg(long)]
    pub(crate) email: String,
    /// The administrator's name.
    #[arg(long)]
    pub(crate) name: String,
    /// Language of the organisation and of its administrator: nb, sv or en.
    #[arg(long, default_value = "nb")]
    pub(crate) language: domain::org::Language,
}

#[derive(Subcommand)]
pub(crate) enum Inspect {
    /// Read mails and print what was read: one JSON object a mail, one a line.
    ///
    /// Sender, recipients, subject, date, message ids, class, text, sanitised HTML, attachments, the answer
    /// without quotes and signature, and what was wrong with the mail's form. A file that cannot be read is
    /// named on standard error; the others go on, and the exit code is 1.
    Mail {
        /// Files with one mail each; `-`, or none, is standard input.
        files: Vec<PathBuf>,
    },
    /// Tell whether mail can be sent to an address: one JSON object an address, one a line.
    ///
    /// Its form, its domain's mail hosts in DNS, what it was probably meant to be, and whether it belongs to a function
    /// or is one for an hour. Where DNS does not answer, the verdict is `unknown`. The exit code is 1 when one is bad.
    Address {
        /// The addresses.
        #[arg(required = true)]
        addresses: Vec<String>,
        /// Ask this name server, as in 192.0.2.53:53, and not the machine's.
        #[arg(long, value_name = "ADDRESS:PORT")]
        dns_server: Option<std::net::SocketAddr>,
    },
    /// Tell whether a mail is from whom it says: one JSON object a mail, one a line.
    ///
    /// SPF of the return path and of the greeting, each signature of DKIM, DMARC with the policy that applies, the chain
    /// of ARC hop by hop, each with the result of RFC 8601 and a reason; and the line for Authentication-Results. DNS is
    /// asked at this moment; where it does not answer the result is `temperror`. A file that cannot be read gives an
    /// object with `error`; the others go on, and the exit code is 1.
    Auth {
        /// Files with one mail each; `-`, or none, is standard input.
        files: Vec<PathBuf>,
        /// The address that the mail came from.
        #[arg(long, value_name = "ADDRESS")]
        client_ip: std::net::IpAddr,
        /// The name that the client greeted with.
        #[arg(long, value_name = "NAME")]
        helo: String,
        /// The return path; `<>` for a report.
        #[arg(long, value_name = "ADDRESS")]
        mail_from: String,
        /// Ask this name server, as in 192.0.2.53:53, and not the machine's.
        #[arg(long, value_name = "ADDRESS:PORT")]
        dns_server: Option<std::net::SocketAddr>,
    },
    /// Tell what came back of a mail: one JSON object a mail, one a line.
    ///
    /// Of a delivery report, for each recipient: address, class, kind, scope, code, the rule that decided and the
    /// words it matched, the host and its words; and which mail it is about. Else what the mail is: a complaint, an
    /// automatic reply, a challenge, or none of these. A file that cannot be read gives an object with `error`; the
    /// others go on, and the exit code is 1.
    Return {
        /// Files with one mail each; `-`, or none, is standard input.
        files: Vec<PathBuf>,
    },
}

/// Names the organisation where there are several.
#[derive(Args)]
pub(crate) struct Tenant {
    /// The organisation's id or name; not needed while there is one.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum User {
    /// List the users.
    List(#[command(flatten)] Tenant),
    /// Add a user; the password is read from POSTHUS_PASSWORD or asked for.
    Add {
        /// E-mail address.
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Name of a role; repeat for several.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Set a user's password, read from POSTHUS_PASSWORD or asked for; signs him out everywhere and removes his API tokens.
    Password {
        /// E-mail address.
        email: String,
        #[command(flatten)]
        tenant: Tenant,
    },
}

#[derive(Subcommand)]
pub(crate) enum Mailbox {
    /// List the mailboxes with their health.
    List(#[command(flatten)] Tenant),
    /// Test the connection and show the conversation, secrets masked.
    Test {
        /// The mailbox's address.
        address: String,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Have the running server fetch now.
    Check {
        /// The mailbox's address.
        address: String,
        #[command(flatten)]
        tenant: Tenant,
    },
}

#[derive(Subcommand)]
pub(crate) enum Intake {
    /// List what waits or failed.
    List(#[command(flatten)] Tenant),
    /// Put mail from files into a mailbox: one mail each (.eml), or many (mbox).
    ///
    /// It is taken as history: nobody is answered by a program for it, and it stands in its case at its own date.
    /// What the mailbox has already is recognised, so that a file can be imported again. A mail that cannot be
    /// taken is named; the others go on, and the exit code is 1.
    Import {
        /// The mailbox's address.
        #[arg(long)]
        mailbox: String,
        /// The files; `-` reads standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Try failed or blocked mail again.
    Retry {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<domain::IntakeId>,
        #[command(flatten)]
        tenant: Tenant,
    },
}

#[derive(Subcommand)]
pub(crate) enum Outbox {
    /// List what waits or failed.
    List {
        /// Also what was sent.
        #[arg(long)]
        sent: bool,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Send failed mail again.
    Retry {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<domain::OutboxId>,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Stop all mail of an organisation, or all to a domain: it waits in the outbox until the operator lets it go on.
    Stop {
        /// All mail to this domain alone, what is written later too; in the place of a stop that a user has there.
        #[arg(long, conflicts_with = "reword")]
        domain: Option<String>,
        /// Why, for the organisation to read.
        #[arg(long)]
        why: String,
        /// Give a stop of yours that holds these words; it holds since it did.
        #[arg(long)]
        reword: bool,
        #[command(flatten)]
        tenant: Tenant,
    },
    /// Let mail go on that the operator stopped, or mail to a domain, whoever stopped that.
    GoOn {
        /// Mail to this domain alone.
        #[arg(long)]
        domain: Option<String>,
        #[command(flatten)]
        tenant: Tenant,
    },
}

#[derive(Args)]
pub(crate) struct Export {
    /// The folder to write into; must be empty or missing.
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) tenant: Tenant,
}
