//! `posthus doctor`: checks what a start and a day's work need, and says what to do.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::outbox::TransportKind;
use domain::preflight::UnverifiedRule;
use flows::addresses;
use net::DnsError;
use net::dns::Signatures;
use policy::address_check::MailHosts;
use serde::Serialize;
use store::look::SchemaFound;

use crate::config::{Config, ObjectsKind};
use crate::{master_key, output, wiring};

/// A name server that takes longer is no use.
const NAME_SERVER_WAIT: Duration = Duration::from_secs(5);

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    said: String,
}

/// Checks everything; each finding stands alone.
pub(super) async fn doctor(config: &Config, json: bool) -> Result<ExitCode> {
    let findings = vec![
        finding("base URL", base_url(config)),
        finding(
            "secret key",
            master_key::read(&config.key_path()).map(|_| config.key_path().display().to_string()),
        ),
        finding("database", database(config).await),
        finding("object store", objects(config).await),
        finding("name server", name_server(config).await),
        finding("DNSSEC", dnssec(config).await),
        finding("return path", returns(config).await),
        finding("keys of sender domains", keys_zone(config).await),
        finding("unproved domains", Ok(unproved(config.outgoing.unverified).to_owned())),
        finding("shared relay", relay(config).await),
        finding("retries", Ok(config.outbox.in_words())),
        finding("web port", port(&config.http.listen.to_string()).await),
        finding("SMTP port", mail_port(&config.smtp.listen).await),
        finding("LMTP", lmtp(&config.lmtp.listen).await),
    ];
    output::table(json, &findings, &["CHECK", "", "FOUND"], |finding| {
        let mark = if finding.ok { "ok" } else { "FAILS" };
        vec![finding.check.to_owned(), mark.to_owned(), finding.said.clone()]
    });
    let well = findings.iter().all(|finding| finding.ok);
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn finding(check: &'static str, result: Result<String>) -> Finding {
    match result {
        Ok(said) => Finding { check, ok: true, said },
        Err(error) => Finding { check, ok: false, said: format!("{error:#}") },
    }
}

fn base_url(config: &Config) -> Result<String> {
    Ok(api::BaseUrl::parse(&config.base_url)?.origin())
}

/// Looks without changing: a newer program beside a running older one must not migrate by asking.
async fn database(config: &Config) -> Result<String> {
    let found = store::look::database(&wiring::database(config)).await?;
    let kind = if config.database.url.is_empty() { "SQLite" } else { "PostgreSQL" };
    Ok(match found.schema {
        SchemaFound::Missing => format!("{kind}, empty; make the first organisation with `posthus init`"),
        SchemaFound::Older(steps) => {
            format!(
                "{kind}, {} organisation(s); a start brings it up to date, {steps} step(s)",
                found.organisations
            )
        }
        SchemaFound::Current => format!("{kind}, {} organisation(s)", found.organisations),
        SchemaFound::Newer(step) => {
            bail!("the database has `{step}`, which is newer than this program; run a newer one")
        }
    })
}

async fn objects(config: &Config) -> Result<String> {
    let (_, entropy) = wiring::machine();
    store::look::objects(&wiring::objects(config), &entropy.hex(8)).await?;
    Ok(match config.objects.kind {
        ObjectsKind::Folder => format!("{} can be written", config.objects_folder().display()),
        ObjectsKind::S3 => format!("bucket {} can be written", config.objects.s3_bucket),
    })
}

/// Asks for a name that the Internet's own documentation keeps in DNS.
async fn name_server(config: &Config) -> Result<String> {
    let resolver = wiring::resolver(config)?;
    let asked = tokio::time::timeout(NAME_SERVER_WAIT, resolver.addresses("example.org")).await;
    let addresses = asked.context("it does not answer; mail cannot be sent without one")??;
    Ok(format!("example.org has {} address(es)", addresses.len()))
}

/// Nothing fails for want of signatures: mail goes without what they would prove.
async fn dnssec(config: &Config) -> Result<String> {
    let resolver = wiring::resolver(config)?;
    let asked = tokio::time::timeout(NAME_SERVER_WAIT, resolver.signatures()).await;
    Ok(match asked.context("the name server does not answer")? {
        Signatures::Own => {
            "signatures are checked here; servers are held to what their zones publish".to_owned()
        }
        Signatures::OfMachine => format!("signatures are checked by {}", config.network.dns_trusted),
        Signatures::Unchecked => "switched off; DANE is left out".to_owned(),
        Signatures::LeftOut(why) => format!(
            "not possible, DANE is left out: {why}; name another server in `network.dns_server`, or install one \
             that checks signatures and name it in `network.dns_trusted`"
        ),
    })
}

/// Sender domains give their mail no return path that leads to a host without mail; what leaves from the operator's own
/// address has one all the same.
async fn returns(config: &Config) -> Result<String> {
    let host = config.smtp.return_host.as_str();
    if host.is_empty() {
        return Ok(
            "`smtp.return_host` is not set; returns come to the mailboxes that mail is from".to_owned()
        );
    }
    let resolver = wiring::resolver(config)?;
    let asked = tokio::time::timeout(NAME_SERVER_WAIT, addresses::mail_hosts(&*resolver, host)).await;
    who_takes(host, asked.context("the name server does not answer")?)
}

/// RFC 5321 5.1: who takes the mail of the host for returns.
fn who_takes(host: &str, found: MailHosts) -> Result<String> {
    match found {
        MailHosts::Exchangers(hosts) => Ok(format!("mail for {host} goes to {}", hosts.join(", "))),
        MailHosts::Implicit => Ok(format!("mail for {host} goes to its own address")),
        MailHosts::NullMx | MailHosts::NoHost | MailHosts::NoDomain => bail!(
            "nobody takes mail for {host}, so that no sender domain uses it, and what comes back to it is lost; give it \
             an MX record that leads to the SMTP listener"
        ),
        MailHosts::Unknown(cause) => bail!("DNS does not say who takes mail for {host}: {cause}"),
        MailHosts::NotAsked => bail!("nobody asked who takes mail for {host}"),
    }
}

/// A zone that is not there yet is no fault while no domain has its keys in it.
async fn keys_zone(config: &Config) -> Result<String> {
    let Some(zone) = config.sender_domains.keys_zone()? else {
        return Ok("`sender_domains.keys_zone` is not set; each domain publishes its keys itself".to_owned());
    };
    let publish = "publish there what `posthus sender-domain keys` prints";
    let resolver = wiring::resolver(config)?;
    let asked = tokio::time::timeout(NAME_SERVER_WAIT, resolver.texts(&zone)).await;
    match asked.context("the name server does not answer")? {
        Ok(_) | Err(DnsError::NoAddress(_)) => Ok(format!("they lie in {zone}; {publish}")),
        Err(DnsError::NoSuchName(_)) => Ok(format!("DNS knows nothing in {zone} yet; {publish}")),
        Err(error @ (DnsError::Unavailable { .. } | DnsError::Bogus(_))) => Err(error.into()),
    }
}

/// What becomes of mail from domains that nobody proved, and what to think of.
const fn unproved(rule: UnverifiedRule) -> &'static str {
    match rule {
        UnverifiedRule::Warn => {
            "sent with a warning, as each organisation has it; where organisations share this installation, choose \
             `refuse` or `rewrite` in `outgoing.unverified`"
        }
        UnverifiedRule::Refuse => "not sent through this installation",
        UnverifiedRule::Rewrite => "sent from `outgoing.rewrite_from`",
    }
}

/// Whether the relay lets mail through for the sake of our address, and who shares that.
async fn relay(config: &Config) -> Result<String> {
    let outgoing = &config.outgoing;
    if outgoing.kind == TransportKind::Direct {
        return Ok("none; mail goes straight to the recipients' servers".to_owned());
    }
    if !outgoing.username.is_empty() {
        return Ok(format!("{} is signed in to", outgoing.host));
    }
    let found = store::look::database(&wiring::database(config)).await?;
    Ok(unsigned(&outgoing.host, found.organisations))
}

/// A relay takes mail from our address of whichever organisation, also of one that entered it as its own under a name that
/// nobody knows it by.
fn unsigned(host: &str, organisations: u64) -> String {
    let takes = format!("{host} takes mail without a sign-in");
    if organisations <= 1 {
        return takes;
    }
    format!(
        "{takes}, and {organisations} organisations share it; have it ask for a sign-in, and set `outgoing.username` and \
         `outgoing.password`, so that nobody can enter it as his own server and send past `outgoing.unverified`"
    )
}

async fn mail_port(listen: &str) -> Result<String> {
    if listen.is_empty() { Ok("switched off".to_owned()) } else { port(listen).await }
}

/// An address, or the file of a socket, which a start makes anew.
async fn lmtp(listen: &str) -> Result<String> {
    if listen.starts_with('/') { Ok(format!("the file {listen}")) } else { mail_port(listen).await }
}

async fn port(address: &str) -> Result<String> {
    let parsed = address.parse().with_context(|| format!("`{address}` is no address with a port"))?;
    match net::listen::bind(parsed).await {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{address} is in use: by the running server, or by another program"))
        }
        Err(error) => Err(anyhow::anyhow!("cannot listen on {address}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_for_returns_that_takes_no_mail_is_a_fault_of_the_operators() {
        let said = |found| who_takes("return.example.org", found).map_err(|error| error.to_string());
        let exchangers = MailHosts::Exchangers(vec!["mx.example.org".to_owned()]);
        assert_eq!(said(exchangers).unwrap(), "mail for return.example.org goes to mx.example.org");
        assert!(said(MailHosts::Implicit).is_ok());
        for nobody in [MailHosts::NullMx, MailHosts::NoHost, MailHosts::NoDomain] {
            let said = said(nobody).unwrap_err();
            assert!(said.contains("give it an MX record"), "{said}");
        }
        let silent = said(MailHosts::Unknown("SERVFAIL".to_owned())).unwrap_err();
        assert!(silent.ends_with("SERVFAIL"), "{silent}");
    }

    #[test]
    fn whoever_shares_an_installation_is_asked_to_choose_what_becomes_of_unproved_domains() {
        assert!(unproved(UnverifiedRule::Warn).contains("`outgoing.unverified`"));
        assert!(!unproved(UnverifiedRule::Refuse).contains("choose"));
    }

    #[test]
    fn a_relay_without_a_sign_in_that_several_share_is_warned_of() {
        assert_eq!(unsigned("smtp.example.org", 1), "smtp.example.org takes mail without a sign-in");
        let shared = unsigned("smtp.example.org", 2);
        assert!(shared.contains("2 organisations") && shared.contains("`outgoing.username`"), "{shared}");
    }
}
