//! What the variables of a text stand for.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::Direction;
use domain::org::Language;
use domain::{EmailAddress, MailboxId, OrganisationId, UserId};
use policy::template::{Values, Variable};
use store::cases::CaseRow;
use store::{Conn, StoreError};

use crate::faq::FaqTexts;

/// A case as a text may speak of it, and who speaks.
pub(crate) struct CaseFacts<'a> {
    /// The case.
    pub(crate) case: &'a CaseRow,
    /// Who answers; nobody in automatic mail.
    pub(crate) user: Option<UserId>,
    /// What the customer wrote last, where the caller has it; else it is read.
    pub(crate) message: Option<&'a str>,
    /// What filters found.
    pub(crate) captures: &'a BTreeMap<String, String>,
    /// Answers of the FAQ that fit, where somebody looked for them.
    pub(crate) faq: Option<&'a FaqTexts>,
}

/// The values for a case, as far as they are wanted: nothing is read that no variable names.
pub(crate) async fn of_case(
    conn: &Conn,
    organisation: OrganisationId,
    facts: &CaseFacts<'_>,
    wanted: &BTreeSet<Variable>,
) -> Result<Values, StoreError> {
    let case = facts.case;
    let wanted = &match facts.faq {
        Some(faq) => wanted.union(&faq.variables()).cloned().collect(),
        None => wanted.clone(),
    };
    // A case that its first mail will begin has none yet.
    let number = (case.number > 0).then(|| case.number.to_string());
    let mut values = Values::default()
        .with(Variable::CustomerName, case.customer_name.clone().unwrap_or_default())
        .with(Variable::CustomerAddress, case.customer_address.clone())
        .with(Variable::CaseNumber, number.unwrap_or_default())
        .with(Variable::CaseTitle, case.title.clone())
        .with(Variable::CaseCategory, case.category_name.clone().unwrap_or_default())
        .with(Variable::CaseRequestType, case.request_type_name.clone().unwrap_or_default())
        .with(Variable::MailboxAddress, case.mailbox_address.clone().unwrap_or_default());
    for (name, value) in facts.captures {
        values.set(Variable::Capture(name.clone()), value.clone());
    }
    if wanted.contains(&Variable::MessageText) {
        let text = match facts.message {
            Some(text) => text.to_owned(),
            None => last_received(conn, organisation, case).await?,
        };
        values.set(Variable::MessageText, text);
    }
    if let Some(id) = case.company_id.filter(|_| wanted.contains(&Variable::CompanyName)) {
        let company = store::companies::find(conn, organisation, id).await?;
        values.set(Variable::CompanyName, company.map(|company| company.name).unwrap_or_default());
    }
    Box::pin(own(conn, organisation, (facts.user, case.mailbox_id), &mut values)).await?;
    // Last: the answers may name all the others.
    if let Some(faq) = facts.faq {
        faq.set(&mut values);
    }
    Ok(values)
}

/// The language that the customer of a case is written to in, where it is known.
pub(crate) async fn language_of_customer(
    conn: &Conn,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<Option<Language>, StoreError> {
    let Some(id) = case.person_id else { return Ok(None) };
    Ok(store::persons::find(conn, organisation, id).await?.and_then(|person| person.language))
}

/// Our side of it: the organisation and who writes; where customers are to see no user, the mailbox that he writes from.
async fn own(
    conn: &Conn,
    organisation: OrganisationId,
    (user, mailbox): (Option<UserId>, Option<MailboxId>),
    values: &mut Values,
) -> Result<(), StoreError> {
    let organisation_name = store::organisations::find(conn, organisation).await?.map(|found| found.name);
    if let Some(name) = &organisation_name {
        values.set(Variable::OrganisationName, name.clone());
    }
    let Some(user) = user else { return Ok(()) };
    if crate::compose::rules_of(conn, organisation).await?.anonymous {
        let found = match mailbox {
            Some(id) => store::mailboxes::find(conn, organisation, id).await?,
            None => None,
        };
        let settings = found.map(|row| row.settings);
        let address = settings.as_ref().map(|settings| settings.address.to_string());
        let name = settings.map(|settings| settings.display_name.trim().to_owned());
        let name = name.filter(|name| !name.is_empty()).or(organisation_name);
        values.set(Variable::UserName, name.unwrap_or_default());
        values.set(Variable::UserAddress, address.unwrap_or_default());
        return Ok(());
    }
    if let Some(found) = store::users::find(conn, organisation, user).await? {
        values.set(Variable::UserName, found.name);
        values.set(Variable::UserAddress, found.address.to_string());
    }
    Ok(())
}

async fn last_received(
    conn: &Conn,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<String, StoreError> {
    let messages = store::cases::list_messages(conn, organisation, case.id).await?;
    let last = messages.into_iter().rev().find(|message| message.direction == Direction::Received);
    Ok(last.map(|message| message.content.text).unwrap_or_default())
}

/// Values as a customer of some day could have them, for a look at a text without a case.
pub(super) async fn sample(
    conn: &Conn,
    organisation: OrganisationId,
    language: Language,
    (user, mailbox): (Option<UserId>, Option<MailboxId>),
) -> Result<Values, StoreError> {
    let (title, (category, request_type), message) = match language {
        Language::Nb => {
            ("Spørsmål om faktura 20417", ("Faktura", "Spørsmål"), "Hei! Beløpet på fakturaen stemmer ikke.")
        }
        Language::Sv => {
            ("Fråga om faktura 20417", ("Faktura", "Fråga"), "Hej! Beloppet på fakturan stämmer inte.")
        }
        Language::En => {
            let message = "Hello! The amount on the invoice is wrong.";
            ("Question about invoice 20417", ("Invoices", "Question"), message)
        }
    };
    let (question, answer) = match language {
        Language::Nb => ("Hvorfor er fakturaen høyere enn vanlig?", "Vi leser av måleren hver tredje måned."),
        Language::Sv => ("Varför är fakturan högre än vanligt?", "Vi läser av mätaren var tredje månad."),
        Language::En => ("Why is the invoice higher than usual?", "We read the meter every three months."),
    };
    let mut values = Values::default()
        .with(Variable::CustomerName, "Kari Nordmann")
        .with(Variable::CustomerAddress, "kari.nordmann@example.com")
        .with(Variable::CompanyName, "Nordmann AS")
        .with(Variable::CaseNumber, "1042")
        .with(Variable::CaseTitle, title)
        .with(Variable::CaseCategory, category)
        .with(Variable::CaseRequestType, request_type)
        .with(Variable::MessageText, message)
        .with(Variable::FaqList, format!("{question}\n{answer}\nhttps://example.com/faq"))
        .with(Variable::FaqTitles, format!("- {question}: https://example.com/faq"));
    let mailboxes = store::mailboxes::list_names(conn, organisation).await?;
    let shown = mailboxes.iter().find(|(id, _)| Some(*id) == mailbox).or(mailboxes.first());
    let address = shown.map(|(_, address): &(_, EmailAddress)| address.to_string());
    values.set(Variable::MailboxAddress, address.unwrap_or_default());
    let mailbox = shown.map(|(id, _)| *id);
    Box::pin(own(conn, organisation, (user, mailbox), &mut values)).await?;
    Ok(values)
}
