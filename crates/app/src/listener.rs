//! Our receiving SMTP listener, joined to the store: a recipient must be a mailbox of ours, and
//! 250 is said after the commit.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use bytes::Bytes;
use domain::EmailAddress;
use flows::Office;
use flows::arrivals::{self, Batch, ListeningMailbox, NewMail};
use hosted::mx::{AcceptError, Arrival, Arrivals, Mx, RecipientVerdict, Settings, TOO_MANY, World};
use net::{ServerTls, listen};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::wiring;

/// Opens the listener, unless it is switched off.
pub(crate) async fn open(
    config: &Config,
    office: &Office,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> Result<()> {
    if config.smtp.listen.is_empty() {
        return Ok(());
    }
    let address: SocketAddr = config.smtp.listen.parse().with_context(|| {
        format!(
            "`smtp.listen` is `{}`; write an address and a port, as in 127.0.0.1:2525",
            config.smtp.listen
        )
    })?;
    let mut settings = Settings::new(config.greeting_name());
    settings.tls = tls(config)?;
    settings.limits.size_octets_max = config.intake.mail_octets_max;
    settings.connections = listen::Limits {
        connections_max: config.smtp.connections_max,
        per_address_max: config.smtp.connections_per_address_max,
        farewell: TOO_MANY,
        ..listen::Limits::default()
    };
    let (clock, entropy) = wiring::machine();
    let mx = Mx::bind(address, settings, World { clock, entropy }, Door { office: office.clone() })
        .await
        .with_context(|| format!("cannot listen on `{address}` for mail; is another program there?"))?;
    tracing::info!(%address, "the SMTP listener is open");
    tasks.spawn(mx.run(stop.clone()));
    Ok(())
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
    office: Office,
}

impl Arrivals for Door {
    async fn recipient(&self, address: &EmailAddress) -> RecipientVerdict {
        match arrivals::listening_mailbox(&self.office, address).await {
            Ok(Some(_)) => RecipientVerdict::Accepted,
            Ok(None) => RecipientVerdict::Unknown,
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
        let mut boxes: Vec<ListeningMailbox> = Vec::new();
        for recipient in &arrival.recipients {
            let found = arrivals::listening_mailbox(&self.office, recipient).await.map_err(temporary)?;
            let found = found.ok_or_else(|| AcceptError::Unavailable("a recipient is gone".to_owned()))?;
            if !boxes.contains(&found) {
                boxes.push(found);
            }
        }
        let source_id = arrivals::smtp_source_id(behind_our_trace(&arrival.raw), &arrival.id);
        for found in boxes {
            let batch = Batch {
                organisation: found.organisation,
                mailbox: found.mailbox,
                via: "smtp",
                peer: format!("{} [{}]", arrival.from.helo, arrival.from.peer.ip()),
                mails: vec![NewMail { source_id: source_id.clone(), raw: arrival.raw.clone() }],
                progress: None,
            };
            arrivals::store_batch(&self.office, batch).await.map_err(temporary)?;
        }
        Ok(())
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
