//! Refuses addresses that somebody enters and whose domains say that they take no mail at all (RFC 7505), at the doors
//! through which an address comes in to be written to. Nothing else that DNS says refuses any, and silence says nothing:
//! whoever enters an address waits a moment for the answer, and for a domain whose servers were slow not again soon.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{EmailAddress, Problem};
use futures_util::future::join_all;
use net::MxAnswer;
use tokio::time::timeout;

use super::takes_no_mail;
use crate::office::Office;

/// How long somebody who sends or saves waits for DNS.
const MOMENT: Duration = Duration::from_secs(1);

/// Refuses addresses that were not there before of which one's domain takes no mail. Each domain is asked for once, all at
/// the same time.
///
/// # Errors
/// 422 at `field`, with the address.
pub(crate) async fn refuse<'a>(
    office: &Office,
    field: &'static str,
    new: impl IntoIterator<Item = &'a EmailAddress>,
) -> Result<(), Problem> {
    let mut domains: BTreeMap<&str, &EmailAddress> = BTreeMap::new();
    // RFC 5321 4.1.3: behind a literal there are no records.
    for address in new.into_iter().filter(|address| !address.domain().starts_with('[')) {
        domains.entry(address.domain()).or_insert(address);
    }
    let (resolver, slow) = (office.net().network.resolver(), office.slow_domains());
    let asked =
        domains.into_iter().filter(|(domain, _)| !slow.has(domain)).map(|(domain, address)| async move {
            match timeout(MOMENT, resolver.mx(domain)).await {
                Ok(answer) => (answer == Ok(MxAnswer::Null)).then_some(address),
                Err(_) => {
                    slow.note(domain);
                    None
                }
            }
        });
    let deaf = join_all(asked).await.into_iter().flatten().next();
    deaf.map_or(Ok(()), |address| Err(takes_no_mail(&address.to_string(), field)))
}
