//! Signing a mail as it leaves. What is stored never changes: the signatures are put in front of what is sent, by the
//! keys of that moment, and a further attempt signs anew.

use bytes::{Bytes, BytesMut};
use domain::timeline::{SignedAs, Step};
use domain::{DeliveryId, EmailAddress, OrganisationId};
use policy::return_token::Sent;
use store::StoreError;
use store::deliveries::DueDelivery;

use super::route::Way;
use crate::office::Office;
use crate::sender_domains::Keys;

/// What became of a mail's signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Signing {
    /// The domain that it is from, or the one above it that it is signed for.
    domain: String,
    /// The keys that signed it.
    selectors: Vec<String>,
    /// Why it is so, as a stable name.
    because: &'static str,
    /// The name that its return path is under, where reports about it come to us.
    returns_to: Option<String>,
}

impl Way {
    /// Whether mail leaves with any return path: through somebody's own relay it has to be that of the account, since
    /// Exchange and many providers refuse others, unless whoever set it said that this one takes them.
    pub(crate) fn takes_return_paths(&self) -> bool {
        self.relay.is_none() || self.of.as_ref().is_none_or(|chosen| chosen.own_return_path)
    }
}

/// The delivery, where it goes out alone because its return path is its own.
pub(super) async fn alone(office: &Office, due: &DueDelivery, way: &Way) -> Option<DeliveryId> {
    if due.mail.return_path.is_none() || !way.takes_return_paths() {
        return None;
    }
    if our_host(office, &due.mail.from).is_some() {
        return Some(due.id);
    }
    // Where the keys cannot be read, the attempt says so.
    let keys = office.keys().of(office, due.organisation, due.mail.from.domain()).await.ok()?;
    match &*keys {
        Keys::These { returns_to: Some(_), .. } => Some(due.id),
        Keys::These { returns_to: None, .. } | Keys::NoSenderDomain | Keys::None(_) => None,
    }
}

/// The mail of an organisation with its signatures in front, and what to say of them; nothing where it is from no sender
/// domain.
///
/// # Errors
/// When the store fails.
pub(crate) async fn signed(
    office: &Office,
    (organisation, from): (OrganisationId, &EmailAddress),
    raw: Bytes,
) -> Result<(Bytes, Option<Signing>), StoreError> {
    let domain = from.domain();
    let keys = office.keys().of(office, organisation, domain).await?;
    let (domain, returns_to) = match &*keys {
        Keys::NoSenderDomain => return Ok((raw, None)),
        Keys::None(because) => {
            let (domain, selectors) = (domain.to_owned(), Vec::new());
            return Ok((raw, Some(Signing { domain, selectors, because, returns_to: None })));
        }
        Keys::These { signs_as, returns_to, .. } => (signs_as.clone(), returns_to.clone()),
    };
    let (now, unsigned) = (office.now(), raw.clone());
    // A hash over megabytes, and RSA: not for a thread that others wait for.
    let made = tokio::task::spawn_blocking(move || {
        let Keys::These { keys, .. } = &*keys else { return (String::new(), Vec::new()) };
        let selectors = keys.iter().map(|key| key.selector().to_owned()).collect();
        (net::signatures::sign(&unsigned, keys, now), selectors)
    });
    let (signatures, selectors) = made.await.map_err(|_| StoreError::Panicked)?;
    let mut signed = BytesMut::with_capacity(signatures.len() + raw.len());
    signed.extend_from_slice(signatures.as_bytes());
    signed.extend_from_slice(&raw);
    Ok((signed.freeze(), Some(Signing { domain, selectors, because: "signed", returns_to })))
}

/// The return path of one delivery, which tells which one it was when a report comes; `None` where the mail keeps its
/// own, as it does where `is_free` is not so: the way takes no other.
pub(crate) fn return_path(
    office: &Office,
    (sent, from): (Sent, &EmailAddress),
    is_free: bool,
    signing: Option<&Signing>,
) -> Option<EmailAddress> {
    let of_domain = signing.and_then(|signing| signing.returns_to.as_ref());
    let domain = of_domain.or_else(|| our_host(office, from)).filter(|_| is_free)?;
    let local = office.tokens().of_returns().local_part(sent, office.now());
    format!("{local}@{domain}").parse().ok()
}

/// The same of a delivery. Reports keep their own, which is none (RFC 5321 4.5.5).
pub(super) fn return_path_of(
    office: &Office,
    (due, way): (&DueDelivery, &Way),
    signing: Option<&Signing>,
) -> Option<EmailAddress> {
    due.mail.return_path.as_ref()?;
    let sent = Sent { organisation: due.organisation, delivery: due.id };
    return_path(office, (sent, &due.mail.from), way.takes_return_paths(), signing)
}

/// Where failures of mail come back to that leaves from the operator's address, which no organisation reads.
fn our_host<'a>(office: &'a Office, from: &EmailAddress) -> Option<&'a String> {
    let settings = office.settings();
    settings.return_host.as_ref().filter(|_| settings.rewrite_from.as_ref() == Some(from))
}

impl Signing {
    /// The timeline's sentence about it.
    pub(super) fn step(&self, recipient: String) -> Step {
        let Self { domain, selectors, because, .. } = self.clone();
        Step::Signing(SignedAs { recipient, domain, selectors, because: because.to_owned() })
    }
}
