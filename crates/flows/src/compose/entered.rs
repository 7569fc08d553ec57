//! The recipients that the author of a mail named himself, looked at before it is written.

use std::collections::BTreeSet;

use domain::{EmailAddress, Problem};
use store::cases::{CaseRow, MessageRow};

use super::recipients;
use super::request::NewReply;
use crate::addresses::deaf;
use crate::office::Office;

/// The addresses that a conversation has, by their keys: whoever wrote, or was written to, is answered whatever DNS says.
pub(super) fn known(case: &CaseRow, messages: &[MessageRow]) -> BTreeSet<String> {
    let customer = case.customer_address.parse::<EmailAddress>().ok().map(|address| address.key());
    let content = messages.iter().map(|message| &message.content);
    let named =
        content.flat_map(|content| std::iter::once(&content.from).chain(&content.to).chain(&content.cc));
    named.filter_map(|somebody| somebody.address.as_ref()).map(EmailAddress::key).chain(customer).collect()
}

/// Refuses recipients that are not known and whose domain says that it takes no mail (RFC 7505). Nobody is asked about
/// more of them than one mail has.
pub(super) async fn refuse_deaf(
    office: &Office,
    reply: &NewReply,
    known: &BTreeSet<String>,
) -> Result<(), Problem> {
    let to = reply.to.as_deref().unwrap_or_default();
    recipients::within_limit(to.len() + reply.cc.len() + reply.bcc.len())?;
    let fields: [(&'static str, &[EmailAddress]); 3] = [("to", to), ("cc", &reply.cc), ("bcc", &reply.bcc)];
    let named =
        fields.into_iter().flat_map(|(field, named)| named.iter().map(move |address| (field, address)));
    let new = named.filter(|(_, address)| !known.contains(&address.key())).collect();
    deaf::refuse_in(office, new).await
}
