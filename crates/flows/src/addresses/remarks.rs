//! What is to be said of addresses that came in through a door and were taken, told to whoever entered them beside the
//! answer. By then it is done: nothing is refused here, and no failure of ours or of DNS undoes or delays it for long.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Actor, EmailAddress};
use futures_util::stream::{self, StreamExt};
use policy::address_check::{self, Form, MailHosts};
use store::standings::StandingRow;
use tokio::time::{sleep, timeout};

use super::deaf::{ALL_WITHIN, ASKED_AT_ONCE, MOMENT};
use super::{ADDRESSES_MAX, Checked, mail_hosts};
use crate::office::Office;

/// What is to be said of these addresses, each once, and of the first [`ADDRESSES_MAX`]: a slip, a domain that takes no mail
/// or does not answer, a function's address, a mailbox for an hour, or a block. What is no address is passed over.
pub async fn remarks(office: &Office, actor: &Actor, entered: Vec<String>) -> Vec<Checked> {
    let named = named(entered);
    let hosts = heard(office, &named).await;
    said(office, actor, named, Some(&hosts)).await
}

/// The same without asking DNS: what is kept again with each pause in typing waits for no name server.
pub async fn remarks_unasked(office: &Office, actor: &Actor, entered: Vec<String>) -> Vec<Checked> {
    said(office, actor, named(entered), None).await
}

/// The addresses among what was entered, with their forms.
fn named(entered: Vec<String>) -> Vec<(String, Form)> {
    let (mut named, mut keys) = (Vec::new(), BTreeSet::new());
    for input in entered {
        if named.len() == ADDRESSES_MAX {
            break;
        }
        let form = address_check::read(&input);
        let is_new = form.address.as_ref().is_ok_and(|address| keys.insert(address.key()));
        if is_new {
            named.push((input, form));
        }
    }
    named
}

/// What DNS says in a moment of each domain: it was asked as the addresses were taken, so that most of it is known by now.
async fn heard(office: &Office, named: &[(String, Form)]) -> BTreeMap<String, MailHosts> {
    let asked = named.iter().filter(|(_, form)| !form.is_literal);
    let asked = asked.filter_map(|(_, form)| form.address.as_ref().ok()).map(EmailAddress::domain);
    let asked: BTreeSet<&str> = asked.collect();
    let (resolver, slow) = (office.net().network.resolver(), office.slow_domains());
    let answers = asked.into_iter().filter(|domain| !slow.has(domain)).map(|domain| async move {
        match timeout(MOMENT, mail_hosts(resolver, domain)).await {
            Ok(hosts) => Some((domain.to_owned(), hosts)),
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

async fn said(
    office: &Office,
    actor: &Actor,
    named: Vec<(String, Form)>,
    hosts: Option<&BTreeMap<String, MailHosts>>,
) -> Vec<Checked> {
    let blocked = blocked(office, actor, &named).await;
    let of = |form: &Form| {
        let (Some(hosts), Ok(address), false) = (hosts, &form.address, form.is_literal) else {
            return MailHosts::NotAsked;
        };
        let silent = || MailHosts::Unknown("the name servers took too long".to_owned());
        hosts.get(address.domain()).cloned().unwrap_or_else(silent)
    };
    let checked = named.into_iter().map(|(input, form)| {
        let hosts = of(&form);
        Checked::of((input, form), hosts, &blocked)
    });
    checked.filter(Checked::is_remarkable).collect()
}

async fn blocked(office: &Office, actor: &Actor, named: &[(String, Form)]) -> BTreeMap<String, StandingRow> {
    if named.is_empty() {
        return BTreeMap::new();
    }
    let addresses = named.iter().filter_map(|(_, form)| form.address.as_ref().ok());
    let keys: Vec<String> = addresses.map(EmailAddress::key).collect();
    let conn = office.store().read();
    match store::standings::blocked_among(&conn, actor.organisation, &keys).await {
        Ok(blocked) => blocked,
        Err(error) => {
            tracing::warn!(
                organisation.id = %actor.organisation, %error,
                "whether addresses are blocked is not said, since the store does not answer"
            );
            BTreeMap::new()
        }
    }
}
