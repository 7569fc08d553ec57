//! What the domain of a recipient demands of who brings it mail (RFC 8461): looked up while mail is on its way, kept
//! for all nodes, and remembered for a minute by each.
//!
//! What is known stands until its time is over, whatever DNS and the domain's server say or leave out: whoever can
//! keep them from us must not get the mail. Nothing that fails here bounces a mail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Timestamp;
use domain::encryption::{KnownPolicy, StsMode, StsPolicy};
use policy::mta_sts::{self, FAILED_MS, LOOKED_UP_MS};
use store::StoreError;
use store::mta_sts::PolicyRow;

use crate::office::Office;

/// How long a node goes by what all nodes know, milliseconds.
const REMEMBERED_MS: i64 = 60_000;
/// Domains that a node remembers.
const REMEMBERED_MAX: usize = 50_000;
/// Domains whose look-ups a node knows of, before it forgets those that are over.
const ASKED_MAX: usize = 1_000;
/// What is kept of why a policy could not be read.
const WORDS_CHARS_MAX: usize = 500;

/// What this node remembers: until when, and what. That a domain demands nothing is told to no other.
#[derive(Default)]
pub(crate) struct Remembered {
    known: Mutex<HashMap<String, (Timestamp, Demand)>>,
    /// Domains that are being asked about: one look-up of each at a time.
    asked: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// What a domain demands; nothing of most.
pub(crate) type Demand = Option<Arc<StsPolicy>>;

/// What this domain demands now, whether it enforces it or tries it out.
///
/// # Errors
/// When the store fails.
pub(crate) async fn demanded(office: &Office, domain: &str) -> Result<Demand, StoreError> {
    let now = office.now();
    // RFC 8461 2: a policy is of a domain; an address in brackets has none.
    if domain.starts_with('[') {
        return Ok(None);
    }
    if let Some(demand) = remembered(office, domain, now) {
        return Ok(demand);
    }
    let gate = gate(office, domain);
    let _one = gate.lock().await;
    // Whoever waited finds what the first one found.
    if let Some(demand) = remembered(office, domain, now) {
        return Ok(demand);
    }
    let found = store::mta_sts::find(&office.store().read(), domain).await?;
    let (known, until) = match found {
        Some(found) if found.look_at > now => (Some(found.known), now.plus_millis(REMEMBERED_MS)),
        found => Box::pin(look(office, domain, found, now)).await?,
    };
    let stands = known.filter(|known| known.stands(now) && known.policy.mode != StsMode::None);
    let demand = stands.map(|known| Arc::new(known.policy));
    remember(office, domain, (until, demand.clone()));
    Ok(demand)
}

/// What everybody passes one by one who asks about this domain.
fn gate(office: &Office, domain: &str) -> Arc<tokio::sync::Mutex<()>> {
    let mut asked = office.remembered_policies().asked.lock().unwrap_or_else(PoisonError::into_inner);
    if asked.len() >= ASKED_MAX {
        asked.retain(|_, gate| Arc::strong_count(gate) > 1);
    }
    Arc::clone(asked.entry(domain.to_owned()).or_default())
}

fn remembered(office: &Office, domain: &str, now: Timestamp) -> Option<Demand> {
    let remembered = office.remembered_policies().known.lock().unwrap_or_else(PoisonError::into_inner);
    let (until, demand) = remembered.get(domain)?;
    (now < *until).then(|| demand.clone())
}

fn remember(office: &Office, domain: &str, known: (Timestamp, Demand)) {
    let mut remembered = office.remembered_policies().known.lock().unwrap_or_else(PoisonError::into_inner);
    if remembered.len() >= REMEMBERED_MAX {
        remembered.clear();
    }
    remembered.insert(domain.to_owned(), known);
}

/// Asks DNS, and the domain's server where that is needed; writes down what came of it.
async fn look(
    office: &Office,
    domain: &str,
    before: Option<PolicyRow>,
    now: Timestamp,
) -> Result<(Option<KnownPolicy>, Timestamp), StoreError> {
    let known = before.map(|before| before.known).filter(|known| known.stands(now));
    let texts = office.net().network.resolver().texts(&format!("_mta-sts.{domain}")).await;
    let (known, look_in_ms, words) = match texts {
        Err(error) if error.is_temporary() => (known, FAILED_MS, Some(error.to_string())),
        Err(_) => (known, LOOKED_UP_MS, None),
        Ok(texts) => {
            let published = mta_sts::record_id(&texts);
            match published.filter(|id| mta_sts::is_to_be_read(known.as_ref(), Some(id), now)) {
                None => (known, LOOKED_UP_MS, None),
                Some(record_id) => match read(office, domain).await {
                    Ok(policy) => (Some(KnownPolicy { record_id, policy, read_at: now }), LOOKED_UP_MS, None),
                    Err(words) => (known, FAILED_MS, Some(words)),
                },
            }
        }
    };
    if let Some(words) = &words {
        tracing::warn!(domain, %words, "what a domain demands of its mail (MTA-STS) could not be read");
    }
    let look_at = now.plus_millis(look_in_ms);
    let Some(known) = known else { return Ok((None, look_at)) };
    let row = PolicyRow {
        domain: domain.to_owned(),
        known: known.clone(),
        look_at,
        words: words.map(|words| words.chars().take(WORDS_CHARS_MAX).collect()),
    };
    office.store().write(move |tx| Box::pin(async move { store::mta_sts::put(tx, &row).await })).await?;
    Ok((Some(known), now.plus_millis(REMEMBERED_MS)))
}

async fn read(office: &Office, domain: &str) -> Result<StsPolicy, String> {
    let document = office.policies().fetch(domain).await.map_err(|error| error.to_string())?;
    mta_sts::read(&document).map_err(|error| error.to_string())
}
