//! Whether a mail is from whom it claims, found out before it is placed: no transaction waits for DNS.
//!
//! What our own listener took is checked with its client, or, where that is a trusted gateway, with who brought the mail
//! to it. Of what was fetched, the client is known to its server alone, so that SPF is left to that server's word, unless
//! somebody named the servers that are believed for the mailbox.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::EmailAddress;
use domain::authentication::SignatureResult;
use domain::network::Network;
use domain::timeline::{AuthenticityTold, GatewayTold, SignatureTold, SpfTold};
use mail::Handover;
use policy::auth::dmarc::DmarcResult;
use policy::auth::said;
use policy::auth::spf::Client;
use policy::gateway::{self, Border};
use store::intake::IntakeRow;
use tokio::time::timeout;

use super::patience::{Patient, Slow};
use crate::authenticity::{self, Asked, Authenticity};
use crate::office::Office;

/// How long one mail may take in all, beyond what [`Patient`] allows its questions: it is placed without an answer then.
const WITHIN: Duration = Duration::from_secs(8);
/// How long nobody is asked after DNS was silent, milliseconds: mail must not wait for it one by one.
const SILENCE_MS: i64 = 60_000;
/// How long DNS may take for a name of our own before it counts as silent.
const PROBE_WITHIN: Duration = Duration::from_secs(1);
/// Characters of a server's own words that are kept.
const WORDS_MAX: usize = 500;

/// What the worker remembers between mails.
#[derive(Default)]
pub(super) struct Vouching {
    /// Until when DNS is not asked.
    silent_until: AtomicI64,
    /// Whose servers were slow.
    slow: Slow,
}

impl Vouching {
    /// What is found of a mail; `None` where nobody looks: history, and what a person imported.
    pub(super) async fn of(&self, office: &Office, row: &IntakeRow, raw: &[u8]) -> Option<AuthenticityTold> {
        if !office.settings().check_senders || row.historic || row.source_id.starts_with("import/") {
            return None;
        }
        let handed = if row.source_id.starts_with("smtp/") { mail::handover(raw) } else { None };
        let trusted = trusted(office, row, handed.is_some()).await;
        let border = gateway::border(&mail::trace(raw), handed.as_ref(), &trusted);
        let now = office.now().as_millis();
        if now < self.silent_until.load(Ordering::Relaxed) {
            return Some(silent());
        }
        // A gateway is no sender: where it does not say who brought the mail, nobody here knows.
        let client = match &border {
            Some(border) => border.client.clone(),
            None => handed.map(|Handover { address, helo, return_path }| Client {
                address,
                helo,
                mail_from: return_path,
            }),
        };
        let resolver = office.net().network.resolver();
        let parts @ [spf, signatures, dmarc] = &[(); 3].map(|()| Patient::new(resolver, &self.slow));
        let asked = Asked { spf, signatures, dmarc };
        let checked = timeout(WITHIN, Box::pin(authenticity::check_by(asked, raw, client.as_ref()))).await;
        if checked.is_err() || parts.iter().any(Patient::is_late) {
            self.listen(office, now).await;
        }
        match checked {
            Ok(Ok(found)) => {
                let told = told(&found, client.is_some(), raw);
                Some(match border {
                    Some(border) => seen_by(border, told),
                    None => told,
                })
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "signatures of mail cannot be checked");
                None
            }
            Err(_) => Some(silent()),
        }
    }

    /// Finds out whose matter it is that an answer was late: one sender's slow servers are his own, and of ours a name of
    /// our own tells.
    async fn listen(&self, office: &Office, now: i64) {
        let probe = office.net().network.resolver().mx(&office.settings().host_name);
        if timeout(PROBE_WITHIN, probe).await.is_err() {
            self.silent_until.store(now.saturating_add(SILENCE_MS), Ordering::Relaxed);
        }
    }
}

/// The same, where the author that people see is the one that was checked: nothing vouches for anybody else.
pub(super) fn of_whom_is_shown(told: AuthenticityTold, shown: Option<&EmailAddress>) -> AuthenticityTold {
    let is_silent = told.dmarc == DmarcResult::TempError.as_str();
    let is_he = shown.is_none_or(|shown| shown.domain() == told.domain);
    if is_silent || is_he {
        return told;
    }
    let reason = "the mail shows another author than the one whose domain was asked".to_owned();
    AuthenticityTold { dmarc: DmarcResult::PermError.as_str().to_owned(), reason, ..told }
}

/// The servers that are believed: the installation's and the mailbox's. What was fetched came through a provider's
/// servers, which the mailbox alone can name.
async fn trusted(office: &Office, row: &IntakeRow, is_handed: bool) -> Vec<Network> {
    let conn = office.store().read();
    let own = store::mailboxes::trusted_gateways(&conn, row.organisation, row.mailbox_id).await;
    let mut trusted = own.unwrap_or_else(|error| {
        // Whoever is not believed for once makes no mail a forgery: its verdict says what is not known.
        tracing::warn!(intake.id = %row.id, %error, "the trusted gateways of a mailbox cannot be read");
        Vec::new()
    });
    if is_handed || !trusted.is_empty() {
        trusted.extend(office.settings().trusted_gateways.iter().copied());
    }
    trusted
}

/// The verdict as a trusted server saw it. It may have changed the mail, and then its word stands for the signature
/// that it broke; that it found less than we do says nothing.
fn seen_by(border: Border, told: AuthenticityTold) -> AuthenticityTold {
    let said = border.results.as_deref().and_then(said::dmarc);
    let is_open = matches!(told.dmarc.as_str(), "fail" | "unknown");
    let believed = is_open
        && said.is_some_and(|said| {
            said.result == DmarcResult::Pass.as_str() && !said.domain.is_empty() && said.domain == told.domain
        });
    let client = border.client.map(|client| client.address.to_string());
    let gateway = Some(GatewayTold { name: border.gateway, client, believed });
    let server = border.results.map(|words| words.chars().take(WORDS_MAX).collect());
    if believed {
        let dmarc = DmarcResult::Pass.as_str().to_owned();
        let reason = "a trusted gateway found that it passes".to_owned();
        return AuthenticityTold { dmarc, reason, gateway, server, ..told };
    }
    AuthenticityTold { gateway, server, ..told }
}

fn silent() -> AuthenticityTold {
    AuthenticityTold {
        domain: String::new(),
        dmarc: DmarcResult::TempError.as_str().to_owned(),
        reason: "the name servers do not answer".to_owned(),
        policy: None,
        spf: None,
        dkim: Vec::new(),
        arc: SignatureResult::None.as_str().to_owned(),
        server: None,
        gateway: None,
    }
}

fn told(found: &Authenticity, has_client: bool, raw: &[u8]) -> AuthenticityTold {
    let dmarc = &found.dmarc;
    let (mail_from, signatures) = (&found.mail_from, &found.signatures);
    let aligned = dmarc.dkim_aligned.iter().copied().chain(std::iter::repeat(false));
    let dkim = signatures.dkim.iter().zip(aligned).map(|(it, aligned)| SignatureTold {
        domain: it.domain.clone(),
        selector: it.selector.clone(),
        result: it.result.as_str().to_owned(),
        aligned,
        reason: it.reason.clone(),
    });
    // Without its client, only a signature can vouch for the author; that none does says little.
    let is_open = !has_client && dmarc.result == DmarcResult::Fail;
    let server = mail::header_value(raw, "Authentication-Results").filter(|_| !has_client);
    AuthenticityTold {
        domain: dmarc.domain.clone(),
        dmarc: if is_open { "unknown" } else { dmarc.result.as_str() }.to_owned(),
        reason: dmarc.reason.clone(),
        policy: dmarc.policy.map(|(policy, _)| policy.as_str().to_owned()),
        spf: has_client.then(|| SpfTold {
            result: mail_from.result.as_str().to_owned(),
            domain: mail_from.domain.clone(),
            aligned: dmarc.spf_aligned,
            reason: mail_from.reason.clone(),
        }),
        dkim: dkim.collect(),
        arc: signatures.arc.result.as_str().to_owned(),
        server: server.map(|words| words.chars().take(WORDS_MAX).collect()),
        gateway: None,
    }
}
