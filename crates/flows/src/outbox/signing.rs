//! Signing a mail as it leaves. What is stored never changes: the signatures are put in front of what is sent, by the
//! keys of that moment, and a further attempt signs anew.

use bytes::{Bytes, BytesMut};
use domain::outbox::Stream;
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

/// The delivery, where providers are told where complaints about it go: one of mail to many, with a return path of its own.
pub(super) fn told_of_complaints(deliveries: &[DueDelivery], way: &Way) -> Option<Sent> {
    let [only] = deliveries else { return None };
    let is_of_many = match only.stream {
        Stream::Bulk => true,
        Stream::Single => false,
    };
    let is_told = is_of_many && only.mail.return_path.is_some() && way.takes_return_paths();
    is_told.then_some(Sent { organisation: only.organisation, delivery: only.id })
}

/// The mail of an organisation with its signatures in front, and what to say of them; nothing where it is from no sender
/// domain. Where complaints about `told` can come to us, the mail says so beneath them.
///
/// # Errors
/// When the store fails.
pub(crate) async fn signed(
    office: &Office,
    (organisation, from): (OrganisationId, &EmailAddress),
    raw: Bytes,
    told: Option<Sent>,
) -> Result<(Bytes, Option<Signing>), StoreError> {
    let domain = from.domain();
    let keys = office.keys().of(office, organisation, domain).await?;
    let signing = |domain: &str, selectors, because| {
        Some(Signing { domain: domain.to_owned(), selectors, because, returns_to: None })
    };
    let (domain, returns_to) = match &*keys {
        Keys::NoSenderDomain => return Ok((raw, None)),
        Keys::None(because) => return Ok((raw, signing(domain, Vec::new(), because))),
        Keys::These { signs_as, returns_to, .. } => (signs_as.clone(), returns_to.clone()),
    };
    let raw = match (&returns_to, told) {
        (Some(host), Some(sent)) => with_complaints_to(office, (sent, host.as_str()), &raw),
        (_, None) | (None, _) => raw,
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
    let signing = signing(&domain, selectors, "signed").map(|signing| Signing { returns_to, ..signing });
    Ok((signed.freeze(), signing))
}

/// The same in the form for servers that take a header of ASCII alone, which has signatures of its own; `None` where the mail has
/// no other form.
///
/// # Errors
/// When the store fails.
pub(crate) async fn signed_plain(
    office: &Office,
    sender: (OrganisationId, &EmailAddress),
    raw: &[u8],
    told: Option<Sent>,
) -> Result<Option<Bytes>, StoreError> {
    let Some(plain) = mail::with_ascii_header(raw) else { return Ok(None) };
    let (signed, _) = signed(office, sender, plain.into(), told).await?;
    Ok(Some(signed))
}

/// The mail behind where complaints about this delivery go: to its return path, which we receive, and which proves whom a
/// complaint is about however little else it says. RFC 9477 3.1.2: that lies under the domain of the author, whose signature is
/// enough. RFC 9477 3.3: the mark is the token of that path, which nobody can make up.
fn with_complaints_to(office: &Office, (sent, host): (Sent, &str), raw: &[u8]) -> Bytes {
    let token = office.tokens().of_returns().local_part(sent, office.now());
    // RFC 9477 5.1: cfbl-address = "CFBL-Address:" CFWS addr-spec [";" CFWS report-format] CRLF
    let fields = format!("CFBL-Address: {token}@{host}; report=arf\r\nCFBL-Feedback-ID: {token}\r\n");
    [fields.as_bytes(), raw].concat().into()
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
