//! Whom a mail goes to: as its author says, or as its mode means.

use std::collections::BTreeSet;

use domain::case::Direction;
use domain::compose::Mode;
use domain::{CaseId, EmailAddress, OrganisationId, Problem, UserId, limits};
use store::cases::{CaseRow, CorrectedAddress, Correspondent, MessageRow};
use store::{Conn, StoreError};

use super::about::last_received;
use super::corrected::reached_at;
use super::request::NewReply;

/// Somebody with his name.
pub(super) type Person = (Option<String>, EmailAddress);

/// Whom a mode means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Recipients.
    pub to: Vec<Person>,
    /// Copies.
    pub cc: Vec<Person>,
}

/// All whom one mail goes to.
pub(super) struct Recipients {
    pub(super) to: Vec<Person>,
    pub(super) cc: Vec<Person>,
    pub(super) bcc: Vec<EmailAddress>,
}

impl Recipients {
    /// Everybody, for the envelope.
    pub(super) fn envelope(&self) -> Vec<EmailAddress> {
        let shown = self.to.iter().chain(&self.cc).map(|(_, address)| address.clone());
        shown.chain(self.bcc.iter().cloned()).collect()
    }
}

/// The recipients of a mail.
///
/// # Errors
/// 422 when there are none or too many, or the customer's address cannot be written to.
pub(super) fn of_mail(reply: &NewReply, named: Result<Named, Problem>) -> Result<Recipients, Problem> {
    let names = &reply.knowing.names;
    let typed = |all: &[EmailAddress]| {
        let named = all.iter().map(|address| (names.of(address).map(str::to_owned), address.clone()));
        named.collect::<Vec<Person>>()
    };
    let (to, cc) = match &reply.to {
        // Copies are what the author said; a mode's copies count only where he named nobody.
        Some(to) => {
            let named = named.ok();
            (with_names(typed(to), named.as_ref()), with_names(typed(&reply.cc), named.as_ref()))
        }
        None => {
            let named = named?;
            let mut cc = named.cc;
            cc.extend(typed(&reply.cc));
            (named.to, cc)
        }
    };
    let recipients = Recipients { to, cc, bcc: reply.bcc.clone() };
    let all = recipients.envelope();
    if all.is_empty() && reply.lists.is_empty() {
        let detail = "the mail has no recipient; add an address";
        return Err(Problem::invalid("to", "recipient_missing", detail));
    }
    within_limit(all.len())?;
    Ok(recipients)
}

/// Refuses more recipients than one mail has.
pub(super) fn within_limit(recipients: usize) -> Result<(), Problem> {
    let max = limits::RECIPIENTS_MAX;
    if recipients <= max {
        return Ok(());
    }
    let detail = format!("a mail goes to at most {max} recipients; a mailing takes more");
    Err(Problem::invalid("to", "too_many_recipients", detail).with("max", max.to_string()))
}

/// The names that the conversation knows for these addresses, where the author knows none.
fn with_names(people: Vec<Person>, named: Option<&Named>) -> Vec<Person> {
    let known = |address: &EmailAddress| {
        let all = named.into_iter().flat_map(|named| named.to.iter().chain(&named.cc));
        all.into_iter().find(|(_, other)| other.key() == address.key()).and_then(|(name, _)| name.clone())
    };
    people.into_iter().map(|(name, address)| (name.or_else(|| known(&address)), address)).collect()
}

/// Whom a mode means in this conversation where this user of the organisation writes; the outer error is the store's.
pub(super) async fn of_mode(
    conn: &Conn,
    writer: (OrganisationId, UserId),
    (case, mode): (&CaseRow, Mode),
    answered: Option<&MessageRow>,
) -> Result<Result<Named, Problem>, StoreError> {
    let customer = match customer(case) {
        Ok(customer) => customer,
        Err(problem) => return Ok(Err(problem)),
    };
    let corrected = store::cases::list_corrected(conn, writer.0, case.id).await?;
    let named = match (mode, answered) {
        (Mode::Forward | Mode::Comment, _) => Named::default(),
        // Among us and an outsider: the customer has no part in it.
        (_, Some(message)) if message.aside => with_outsider(message, &corrected),
        (Mode::ReplyAll, Some(message)) => everybody(customer, message, &corrected),
        (Mode::Reply | Mode::New, _) | (Mode::ReplyAll, None) => Named { to: vec![customer], cc: Vec::new() },
    };
    let named = match mode {
        Mode::ReplyAll => with_copied(conn, (writer.0, case.id), (named, answered), &corrected).await?,
        Mode::Reply | Mode::New | Mode::Forward | Mode::Comment => named,
    };
    Ok(Ok(without_own(conn, writer, named).await?))
}

/// With those to whom we wrote since the customer's latest mail, or ever where he wrote none, and who take part still: whoever had
/// a copy of a mail is one of all, whatever became of it. Who answers an older mail answers those of that one.
async fn with_copied(
    conn: &Conn,
    (organisation, case): (OrganisationId, CaseId),
    (mut named, answered): (Named, Option<&MessageRow>),
    corrected: &[CorrectedAddress],
) -> Result<Named, StoreError> {
    let messages = store::cases::list_messages(conn, organisation, case).await?;
    let latest = last_received(&messages).map(|message| message.id);
    if answered.is_some_and(|message| message.aside || Some(message.id) != latest) {
        return Ok(named);
    }
    let known = store::cases::participants(conn, organisation, case).await?;
    let known: BTreeSet<String> = known.iter().map(EmailAddress::key).collect();
    let takes_part = |(_, address): &Person| known.contains(&address.key());
    let since = messages.iter().rev().take_while(|message| Some(message.id) != latest);
    let ours: Vec<_> = since
        .filter(|message| message.direction == Direction::Sent && !message.aside)
        .filter(|message| message.marks.removed.is_none())
        .collect();
    for message in ours.into_iter().rev() {
        named.to.extend(people(&message.content.to, corrected).into_iter().filter(takes_part));
        named.cc.extend(people(&message.content.cc, corrected).into_iter().filter(takes_part));
    }
    Ok(named)
}

fn customer(case: &CaseRow) -> Result<Person, Problem> {
    let address = case.customer_address.parse().map_err(|_| {
        let detail = "the customer's address cannot be written to; enter the right one as the recipient";
        Problem::invalid("to", "customer_address_broken", detail)
            .with("address", case.customer_address.clone())
    })?;
    Ok((case.customer_name.clone(), address))
}

fn with_outsider(message: &MessageRow, corrected: &[CorrectedAddress]) -> Named {
    let to: Vec<_> = match message.direction {
        Direction::Received => author(message, corrected),
        Direction::Sent | Direction::Comment => people(&message.content.to, corrected),
    };
    Named { to, cc: Vec::new() }
}

/// RFC 5322 3.6.3: the author and those the message was addressed to, and its copies as copies.
/// The customer stands for the message's author where he wrote it: his `Reply-To` may be another.
fn everybody(customer: Person, message: &MessageRow, corrected: &[CorrectedAddress]) -> Named {
    let author = author(message, corrected);
    let wrote_it = author.iter().any(|(_, from)| from.key() == customer.1.key());
    let mut to = vec![customer];
    if message.direction == Direction::Received && !wrote_it {
        to.extend(author);
    }
    to.extend(people(&message.content.to, corrected));
    Named { to, cc: people(&message.content.cc, corrected) }
}

/// Who wrote the message, at the address where he is reached.
fn author(message: &MessageRow, corrected: &[CorrectedAddress]) -> Vec<Person> {
    known(&message.content.from)
        .map(|(name, address)| (name, reached_at(corrected, address, Some(message.created_at))))
        .into_iter()
        .collect()
}

/// Whom it names, each at the address where he is reached.
fn people(correspondents: &[Correspondent], corrected: &[CorrectedAddress]) -> Vec<Person> {
    let all = correspondents.iter().filter_map(known);
    all.map(|(name, address)| (name, reached_at(corrected, address, None))).collect()
}

fn known(somebody: &Correspondent) -> Option<Person> {
    Some((somebody.name.clone(), somebody.address.clone()?))
}

/// Takes out our own mailboxes and their aliases, those that were deleted, which nobody reads, the senders that the
/// organisation shares and the author himself, or we would write to ourselves; and whoever is named twice. A case of one of
/// our own addresses keeps its customer.
async fn without_own(
    conn: &Conn,
    (organisation, author): (OrganisationId, UserId),
    named: Named,
) -> Result<Named, StoreError> {
    let keys: Vec<_> = named.to.iter().chain(&named.cc).map(|(_, address)| address.key()).collect();
    let mut own = store::cases::own_addresses(conn, organisation, keys.clone()).await?;
    own.extend(store::mailboxes::list_deleted_among(conn, organisation, &keys).await?);
    own.extend(store::identities::list_keys_among(conn, organisation, &keys).await?);
    own.extend(store::users::find(conn, organisation, author).await?.map(|user| user.address.key()));
    let mut seen = BTreeSet::new();
    let first = named.to.first().map(|(_, address)| address.key());
    let mut keep = |(_, address): &Person| {
        let key = address.key();
        (!own.contains(&key) || first.as_ref() == Some(&key)) && seen.insert(key)
    };
    let to = named.to.into_iter().filter(&mut keep).collect();
    let cc = named.cc.into_iter().filter(&mut keep).collect();
    Ok(Named { to, cc })
}

#[cfg(test)]
mod tests {
    use domain::RecipientNames;

    use super::super::request::Knowing;
    use super::*;

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    #[test]
    fn copies_that_nobody_named_are_those_of_the_mode_and_hidden_ones_are_in_the_envelope_alone() {
        let named = Named {
            to: vec![(Some("Kari".to_owned()), address("kari@x.example"))],
            cc: vec![(None, address("per@x.example"))],
        };
        let mut reply = NewReply { bcc: vec![address("chef@nord.example")], ..NewReply::default() };
        let all = of_mail(&reply, Ok(named.clone())).unwrap();
        assert_eq!((all.to.len(), all.cc.len(), all.envelope().len()), (1, 1, 3));

        reply.to = Some(vec![address("KARI@x.example")]);
        let said = of_mail(&reply, Ok(named)).unwrap();
        assert_eq!(said.to[0].0.as_deref(), Some("Kari"), "the name that the conversation knows");
        assert!(said.cc.is_empty(), "what the author said is all");
    }

    #[test]
    fn the_name_that_the_author_gave_stands_before_what_the_conversation_calls_him() {
        let named =
            Named { to: vec![(Some("kari n".to_owned()), address("kari@x.example"))], cc: Vec::new() };
        let typed = ["Kari Nordmann <KARI@x.example>", "Per <per@x.example>"].map(str::to_owned);
        let reply = NewReply {
            to: Some(vec![address("kari@x.example")]),
            cc: vec![address("per@x.example"), address("ola@x.example")],
            knowing: Knowing { names: RecipientNames::of_typed(&typed), ..Knowing::default() },
            ..NewReply::default()
        };
        let all = of_mail(&reply, Ok(named)).unwrap();
        let names: Vec<_> = all.to.iter().chain(&all.cc).map(|(name, _)| name.as_deref()).collect();
        assert_eq!(names, [Some("Kari Nordmann"), Some("Per"), None]);
    }

    #[test]
    fn nobody_at_all_is_a_refusal_that_says_so() {
        let refused = of_mail(&NewReply::default(), Ok(Named::default())).err().unwrap();
        assert_eq!((refused.code, refused.field), ("recipient_missing", Some("to")));
    }
}
