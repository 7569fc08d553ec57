//! Refuses addresses that somebody enters and whose domains say that they take no mail at all (RFC 7505), at the doors
//! through which an address comes in to be written to. Nothing else that DNS says refuses any, and silence says nothing:
//! whoever enters an address waits a moment for the answer, and for a domain whose servers were slow not again soon. That a
//! domain is not there, or that nobody takes mail for it, he is told beside what was done (`remarks`).

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{EmailAddress, Problem};
use futures_util::stream::{self, StreamExt};
use policy::address_check::MailHosts;
use tokio::time::{sleep, timeout};

use super::{mail_hosts, takes_no_mail};
use crate::office::Office;

/// How long somebody who sends or saves waits for DNS.
const MOMENT: Duration = Duration::from_secs(1);
/// How long he waits for all of it, whatever the number of domains; those that were not heard of by then are silent.
const ALL_WITHIN: Duration = Duration::from_secs(5);
/// Domains that are asked for at the same time: no form that somebody sends is a burst for the name server.
const ASKED_AT_ONCE: usize = 20;

/// Refuses addresses that were not there before of which one's domain takes no mail.
///
/// # Errors
/// 422 at `field`, with the address.
pub(crate) async fn refuse<'a>(
    office: &Office,
    field: &'static str,
    new: impl IntoIterator<Item = &'a EmailAddress>,
) -> Result<(), Problem> {
    refuse_in(office, new.into_iter().map(|address| (field, address)).collect()).await
}

/// The same of several fields, of which the first is told.
///
/// # Errors
/// 422 at the address's field, with the address.
pub(crate) async fn refuse_in(
    office: &Office,
    new: Vec<(&'static str, &EmailAddress)>,
) -> Result<(), Problem> {
    let deaf = domains(office, new.iter().map(|(_, address)| *address).collect()).await;
    let found = new.into_iter().find(|(_, address)| deaf.contains(address.domain()));
    found.map_or(Ok(()), |(field, address)| Err(takes_no_mail(&address.to_string(), field)))
}

/// Those domains of the addresses that take no mail. Each is asked for once, some at the same time.
pub(crate) async fn domains<'a>(office: &Office, new: Vec<&'a EmailAddress>) -> BTreeSet<&'a str> {
    // RFC 5321 4.1.3: behind a literal there are no records.
    let asked = new.into_iter().map(EmailAddress::domain).filter(|domain| !domain.starts_with('['));
    let asked: BTreeSet<&'a str> = asked.collect();
    let (resolver, slow) = (office.net().network.resolver(), office.slow_domains());
    let answers = asked.into_iter().filter(|domain| !slow.has(domain)).map(|domain| async move {
        match timeout(MOMENT, mail_hosts(resolver, domain)).await {
            Ok(hosts) => {
                office.hostless().note(domain, &hosts, office.now());
                (hosts == MailHosts::NullMx).then_some(domain)
            }
            Err(_) => {
                slow.note(domain);
                None
            }
        }
    });
    let answers: Vec<_> = answers.collect();
    let answers = stream::iter(answers).buffer_unordered(ASKED_AT_ONCE).take_until(sleep(ALL_WITHIN));
    answers.collect::<Vec<_>>().await.into_iter().flatten().collect()
}
