//! Our receiving listeners, SMTP and LMTP, joined to the store: a recipient must be a mailbox of ours, and
//! 250 is said after the commit.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use domain::EmailAddress;
use flows::Office;
use flows::arrivals::{self, ListeningMailbox};
use flows::reception::{HandedOver, Reception, Whose};
use hosted::mx::{AcceptError, Arrival, Arrivals, Mx, Protocol, RecipientVerdict, Settings, TOO_MANY, World};
use net::ServerTls;
use net::listen::{self, Address};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::wiring;

/// Opens the listeners that are switched on.
pub(crate) async fn open(
    config: &Config,
    office: &Office,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> Result<()> {
    let doors = [
        ("smtp.listen", &config.smtp.listen, Protocol::Smtp),
        ("lmtp.listen", &config.lmtp.listen, Protocol::Lmtp),
    ];
    for (key, place, protocol) in doors {
        if place.is_empty() {
            continue;
        }
        let address: Address = place.parse().with_context(|| format!("`{key}` is `{place}`"))?;
        // RFC 2033 5: LMTP is not for a wide area network; it asks nobody for a name or a password.
        if protocol == Protocol::Lmtp && !address.is_local() {
            bail!(
                "`lmtp.listen` is `{place}`, which other machines reach; give it a loopback address or a file"
            );
        }
        let settings = Settings { protocol, ..settings(config)? };
        let (clock, entropy) = wiring::machine();
        let door = Door { reception: Reception::new(office.clone()), via: via(protocol) };
        let mx = Mx::bind(address, settings, World { clock, entropy }, door).await;
        let mx =
            mx.with_context(|| format!("cannot listen on `{place}` for mail; is another program there?"))?;
        tracing::info!(address = place, protocol = via(protocol), "a listener for mail is open");
        tasks.spawn(mx.run(stop.clone()));
    }
    Ok(())
}

fn settings(config: &Config) -> Result<Settings> {
    let mut settings = Settings::new(config.greeting_name());
    settings.tls = tls(config)?;
    settings.limits.size_octets_max = config.intake.mail_octets_max;
    settings.connections = listen::Limits {
        connections_max: config.smtp.connections_max,
        per_address_max: config.smtp.connections_per_address_max,
        farewell: TOO_MANY,
        ..listen::Limits::default()
    };
    Ok(settings)
}

/// How mail of this protocol came, for its timeline.
const fn via(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Smtp => "smtp",
        Protocol::Lmtp => "lmtp",
    }
}

fn tls(config: &Config) -> Result<Option<ServerTls>> {
    let smtp = &config.smtp;
    if smtp.tls_certificate.is_empty() {
        return Ok(None);
    }
    let read = |path: &str| std::fs::read(path).with_context(|| format!("cannot read `{path}` for STARTTLS"));
    Ok(Some(ServerTls::from_pem(&read(&smtp.tls_certificate)?, &read(&smtp.tls_key)?)?))
}

/// Lets mail in.
struct Door {
    reception: Reception,
    via: &'static str,
}

impl Arrivals for Door {
    async fn recipient(&self, address: &EmailAddress) -> RecipientVerdict {
        match self.reception.whose(address).await {
            Ok(Whose::Mailbox(_)) => RecipientVerdict::Accepted,
            Ok(Whose::Nobodys) => RecipientVerdict::Unknown,
            Ok(Whose::NoReturn) => RecipientVerdict::NoReturn,
            Err(error) => {
                tracing::error!(%error, "a recipient could not be looked up; the client is told to try again");
                RecipientVerdict::TryLater
            }
        }
    }

    async fn accept(&self, arrival: Arrival) -> Result<(), AcceptError> {
        let temporary = |error: store::StoreError| {
            tracing::error!(%error, "a mail could not be stored; the client is told to try again");
            AcceptError::Unavailable("the store is not available".to_owned())
        };
        let mut mailboxes: Vec<ListeningMailbox> = Vec::new();
        for recipient in &arrival.recipients {
            let found = self.reception.mailbox(recipient).await.map_err(temporary)?;
            let found = found.ok_or_else(|| AcceptError::Unavailable("a recipient is gone".to_owned()))?;
            if !mailboxes.contains(&found) {
                mailboxes.push(found);
            }
        }
        let mail = HandedOver {
            mailboxes,
            via: self.via,
            peer: format!("{} [{}]", arrival.from.helo, arrival.from.peer.ip()),
            source_id: arrivals::smtp_source_id(behind_our_trace(&arrival.raw), &arrival.id),
            raw: arrival.raw,
        };
        self.reception.take(mail).await.map_err(temporary)
    }
}

/// The mail as the client sent it: behind the `Return-Path` and `Received` that we put before it,
/// which differ each time that it is brought.
fn behind_our_trace(raw: &Bytes) -> &[u8] {
    let mut rest = &raw[..];
    for name in [&b"Return-Path:"[..], b"Received:"] {
        if rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            rest = behind_field(rest);
        }
    }
    rest
}

/// RFC 5322 2.2.3: a line that begins with white space goes on with the field before it.
fn behind_field(text: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some(end) = text[at..].iter().position(|byte| *byte == b'\n') {
        at += end + 1;
        if !matches!(text.get(at), Some(b' ' | b'\t')) {
            return &text[at..];
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_trace_is_left_out_and_the_clients_own_is_not() {
        let mail = "Received: from their.example\r\n by other.example\r\nSubject: x\r\n\r\ntext\r\n";
        let ours = format!("Return-Path: <a@example.org>\r\nReceived: from a\r\n\tby us;\r\n now\r\n{mail}");
        assert_eq!(behind_our_trace(&Bytes::from(ours)), mail.as_bytes());
    }
}
