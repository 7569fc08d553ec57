//! Signing a mail as it leaves. What is stored never changes: the signatures are put in front of what is sent, by the
//! keys of that moment, and a further attempt signs anew.

use bytes::{Bytes, BytesMut};
use domain::timeline::{SignedAs, Step};
use store::StoreError;
use store::deliveries::DueDelivery;

use crate::office::Office;
use crate::sender_domains::Keys;

/// What became of a mail's signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Signing {
    /// The domain that it is from.
    domain: String,
    /// The keys that signed it.
    selectors: Vec<String>,
    /// Why it is so, as a stable name.
    because: &'static str,
}

/// The mail with its signatures in front, and what to say of them; nothing where it is from no sender domain.
pub(super) async fn signed(
    office: &Office,
    due: &DueDelivery,
    raw: Bytes,
) -> Result<(Bytes, Option<Signing>), StoreError> {
    let domain = due.mail.from.domain();
    let keys = office.keys().of(office, due.organisation, domain).await?;
    let told = |selectors, because| Some(Signing { domain: domain.to_owned(), selectors, because });
    let keys = match &*keys {
        Keys::NoSenderDomain => return Ok((raw, None)),
        Keys::None(because) => return Ok((raw, told(Vec::new(), because))),
        Keys::These(_) => keys,
    };
    let (now, unsigned) = (office.now(), raw.clone());
    // A hash over megabytes, and RSA: not for a thread that others wait for.
    let made = tokio::task::spawn_blocking(move || {
        let Keys::These(keys) = &*keys else { return (String::new(), Vec::new()) };
        let selectors = keys.iter().map(|key| key.selector().to_owned()).collect();
        (net::signatures::sign(&unsigned, keys, now), selectors)
    });
    let (signatures, selectors) = made.await.map_err(|_| StoreError::Panicked)?;
    let mut signed = BytesMut::with_capacity(signatures.len() + raw.len());
    signed.extend_from_slice(signatures.as_bytes());
    signed.extend_from_slice(&raw);
    Ok((signed.freeze(), told(selectors, "signed")))
}

impl Signing {
    /// The timeline's sentence about it.
    pub(super) fn step(&self, recipient: String) -> Step {
        let Self { domain, selectors, because } = self.clone();
        Step::Signing(SignedAs { recipient, domain, selectors, because: because.to_owned() })
    }
}
