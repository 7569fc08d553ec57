//! What is to be said of addresses that came in through a door and were taken, told to whoever entered them beside the
//! answer. By then it is done: nothing is refused here, no failure of ours undoes it, and no name server delays it. What DNS
//! says is for whoever asks before he sends or saves ([`super::check`]); at these doors it refuses a domain that takes no mail
//! (`deaf`), and that of new addresses alone. What it said there of a domain that is not there, or for which nobody takes mail,
//! is told here (`hostless`).

use std::collections::{BTreeMap, BTreeSet};

use domain::{Actor, EmailAddress};
use policy::address_check::{Form, MailHosts};
use store::standings::StandingRow;

use super::{ADDRESSES_MAX, Checked, form_of};
use crate::office::Office;

/// What is to be said of these addresses, each once, and of the first [`ADDRESSES_MAX`]: a slip, a function's address, a mailbox
/// for an hour, a block, or a domain of which DNS just said that nobody takes mail for it. DNS is not asked. What is no address is passed over.
pub async fn remarks(office: &Office, actor: &Actor, entered: Vec<String>) -> Vec<Checked> {
    let named = named(entered);
    let blocked = blocked(office, actor, &named).await;
    let now = office.now();
    let hosts = |form: &Form| match &form.address {
        Ok(address) => office.hostless().of(address.domain(), now),
        Err(_) => MailHosts::NotAsked,
    };
    let checked = named.into_iter().map(|one| {
        let hosts = hosts(&one.1);
        Checked::of(one, hosts, &blocked)
    });
    checked.filter(Checked::is_remarkable).collect()
}

/// The addresses among what was entered, with their forms.
fn named(entered: Vec<String>) -> Vec<(String, Form)> {
    let (mut named, mut keys) = (Vec::new(), BTreeSet::new());
    for input in entered {
        if named.len() == ADDRESSES_MAX {
            break;
        }
        let form = form_of(&input);
        let is_new = form.address.as_ref().is_ok_and(|address| keys.insert(address.key()));
        if is_new {
            named.push((input, form));
        }
    }
    named
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
