//! Fills the demo organisation: roles, users, categories, priorities, mailboxes, filters, mail.

use anyhow::{Context, Result};
use bytes::Bytes;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::mailbox::Protocol;
use domain::org::{Actor, Language, Right};
use domain::{CategoryId, MailboxId, OrganisationId, PriorityId, RoleId, Secret, Timestamp, UserId};
use flows::Office;
use flows::arrivals::{self, Batch, NewMail};
use flows::filters::FilterInput;
use flows::mailboxes::{MailboxInput, ServerInput};
use store::StoreError;

use super::people::{PASSWORD, PEOPLE, ROLES};

/// The mails, in the order they came: mailbox and text.
const MAILS: [(&str, &str); 12] = [
    ("kundeservice@vestvik.example", include_str!("../../demo/01-flytting.eml")),
    ("faktura@vestvik.example", include_str!("../../demo/02-faktura.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/04-nyhetsbrev.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/05-svensk.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/06-english.eml")),
    ("faktura@vestvik.example", include_str!("../../demo/07-borettslag.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/08-spam.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/09-fravar.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/10-solceller.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/03-strombrudd.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/11-klage.eml")),
    ("kundeservice@vestvik.example", include_str!("../../demo/12-solheim-igjen.eml")),
];

/// What the settings of the demo refer to.
struct Words {
    customer: CategoryId,
    invoice: CategoryId,
    urgent: PriorityId,
    normal: PriorityId,
}

/// Fills an empty database.
pub(super) async fn seed(office: &Office) -> Result<()> {
    let now = office.now();
    let organisation = organisation(office, now).await?;
    let words = words(office, organisation).await?;
    let admin = users(office, organisation, &words).await?;
    let actor = Actor { organisation, user: admin, rights: Right::ALL.into_iter().collect() };
    let mailboxes = mailboxes(office, &actor, &words).await?;
    filters(office, &actor, &words).await?;
    for (nth, (address, text)) in MAILS.iter().enumerate() {
        let mailbox = mailboxes.iter().find(|(known, _)| known == address).map(|(_, id)| *id);
        let mailbox = mailbox.context("the demo's mails are for the demo's mailboxes")?;
        let mail = NewMail::new(format!("demo/{nth}"), Bytes::from(dated(text, now)));
        let batch = Batch {
            organisation,
            mailbox,
            via: "import",
            peer: "demo".to_owned(),
            mails: vec![mail],
            skipped: Vec::new(),
            progress: None,
        };
        arrivals::store_batch(office, batch).await?;
    }
    Ok(())
}

async fn organisation(office: &Office, now: Timestamp) -> Result<OrganisationId, StoreError> {
    office.store().write(move |tx| Box::pin(store::organisations::insert(tx, "Vestvik Energi", now))).await
}

async fn words(office: &Office, organisation: OrganisationId) -> Result<Words, StoreError> {
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let customer = store::categories::insert(tx, organisation, "Kundeservice").await?;
                let invoice = store::categories::insert(tx, organisation, "Faktura").await?;
                store::categories::insert(tx, organisation, "Nettilknytning").await?;
                let urgent = store::priorities::insert(tx, organisation, "Haster", 1).await?;
                let normal = store::priorities::insert(tx, organisation, "Normal", 2).await?;
                store::priorities::insert(tx, organisation, "Lav", 3).await?;
                for name in ["Spørsmål", "Feil", "Bestilling", "Klage"] {
                    store::request_types::insert(tx, organisation, name).await?;
                }
                Ok(Words { customer, invoice, urgent, normal })
            })
        })
        .await
}

async fn users(office: &Office, organisation: OrganisationId, words: &Words) -> Result<UserId> {
    let roles: Vec<(&str, RoleId)> = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let mut made = Vec::new();
                for (name, rights) in ROLES {
                    let rights = rights.iter().copied().collect();
                    made.push((name, store::roles::insert(tx, organisation, name, &rights).await?));
                }
                Ok::<_, StoreError>(made)
            })
        })
        .await?;
    let mut first = None;
    for person in PEOPLE {
        let role = roles.iter().find(|(name, _)| *name == person.role).map(|(_, id)| *id);
        let own =
            if person.role.ends_with("egen kategori") { vec![words.invoice] } else { vec![words.customer] };
        let user = flows::users::NewUser {
            name: person.name.to_owned(),
            address: person.address.to_owned(),
            password: Secret::new(PASSWORD),
            language: Language::Nb,
            role_ids: role.into_iter().collect(),
            category_ids: own,
        };
        let id = flows::users::create(office, organisation, user).await?;
        first.get_or_insert(id);
    }
    first.context("the demo has users")
}

async fn mailboxes(office: &Office, actor: &Actor, words: &Words) -> Result<Vec<(&'static str, MailboxId)>> {
    let wanted = [
        (super::SERVICE_ADDRESS, "Vestvik Energi kundeservice", words.customer),
        ("faktura@vestvik.example", "Vestvik Energi faktura", words.invoice),
    ];
    let mut made = Vec::new();
    for (address, name, category) in wanted {
        let input = MailboxInput {
            address: Some(address.to_owned()),
            display_name: Some(name.to_owned()),
            server: ServerInput { protocol: Some(Protocol::Smtp), ..ServerInput::default() },
            category_id: Some(Some(category)),
            priority_id: Some(Some(words.normal)),
            language: Some(Language::Nb),
            ..MailboxInput::default()
        };
        made.push((address, flows::mailboxes::create(office, actor, input).await?));
    }
    Ok(made)
}

async fn filters(office: &Office, actor: &Actor, words: &Words) -> Result<()> {
    let wanted = [
        (
            "Kryptosvindel",
            FilterField::Subject,
            FilterOperator::Regex,
            r"\bbitcoin\b|krypto",
            FilterAction::Block,
        ),
        (
            "Nyhetsbrev",
            FilterField::Header,
            FilterOperator::Contains,
            "List-Unsubscribe:",
            FilterAction::Block,
        ),
        (
            "Haster",
            FilterField::Subject,
            FilterOperator::Contains,
            "haster",
            FilterAction::Priority { priority_id: words.urgent },
        ),
    ];
    for (name, field, operator, pattern, action) in wanted {
        let input = FilterInput {
            name: Some(name.to_owned()),
            conditions: Some(vec![FilterCondition {
                field,
                header: None,
                operator,
                value: pattern.to_owned(),
            }]),
            actions: Some(vec![action]),
            ..FilterInput::default()
        };
        flows::filters::create(office, actor, input).await?;
    }
    Ok(())
}

/// The mail with real line ends and a date that lies as long ago as its template says:
/// `{{-2d 5h}}`.
fn dated(text: &str, now: Timestamp) -> String {
    let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let Some((before, rest)) = crlf.split_once("{{-") else { return crlf };
    let Some((ago, after)) = rest.split_once("}}") else { return crlf };
    let hours: i64 = ago.split_whitespace().map(hours).sum();
    format!("{before}{}{after}", now.plus_seconds(-3600 * hours).to_rfc2822())
}

fn hours(part: &str) -> i64 {
    let number = |digits: &str| digits.parse::<i64>().unwrap_or(0);
    match (part.strip_suffix('d'), part.strip_suffix('h')) {
        (Some(days), _) => number(days) * 24,
        (None, Some(hours)) => number(hours),
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mails_are_dated_and_have_the_line_ends_of_smtp() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        for (_, text) in MAILS {
            let mail = dated(text, now);
            assert!(!mail.contains("{{"));
            assert!(!mail.replace("\r\n", "").contains('\n'));
        }
        assert!(dated("Date: {{-1d 2h}}\n", now).starts_with("Date: Sun, 20 Sep 2026 12:13:20 +0000\r\n"));
    }
}
