//! The bell: what the user who asks was told of.

mod list;
mod read;

use std::collections::BTreeMap;

use domain::UserId;
use domain::notice::{Happening, ServerNews, ServerOf};
use flows::notify;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CaseKey, Moment, NoticeKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list::list_notices)).routes(routes!(read::read_notices))
}

/// Where a page of notices begins.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// What the page before gave as its next.
    #[param(value_type = Option<NoticeKey>)]
    before: Option<NoticeKey>,
}

/// A page of one's own notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notices {
    /// Newest first.
    rows: Vec<Notice>,
    /// What to ask for the next page with; null at the end.
    next: Option<NoticeKey>,
    /// How many one has not read.
    unread: u64,
    /// Until when one is sent no more mails, because there were too many; null when nothing is paused.
    mail_paused_until: Option<Moment>,
}

/// One notice.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notice {
    /// The id.
    id: NoticeKey,
    /// Which of the events that one chooses by.
    #[schema(value_type = schema::NoticeEvent)]
    event: domain::notice::NoticeEvent,
    /// What happened: `created`, `received`, `commented`, `answered`, `owner`, `woke`, `escalated`,
    /// `delivery_failed`, `delivery_delayed`, `mail_delayed`, `mail_returned`, `stranded` (mail was stopped with its author's
    /// server), `copy_failed` (a copy of everything did not arrive), `changed`, `old_cases`, `incident`, `refused`, `sender_domain` (its records in DNS changed) or
    /// `server` (a server or a sign-in stopped working, or ends soon).
    what: String,
    /// Values of the sentence: `field`, `from`, `to`, `level`, `count`, `days`, `provider`, `author`, `subject`, `recipient`,
    /// `outbox`, the id of a sent mail; of mails that one provider refused in the same words (`mail_returned` with `provider`) their
    /// `count`, and the others of the first; and of a sender domain its `id`, its `name` and the `news` (`key_missing`,
    /// `switched_off`, `key_back`, `exchangers`, `spf`, `dmarc`, `return_path`); of a server whose it is, `of` (`mailbox`,
    /// `organisation`, `user`, `domain`, `application`), the `id` of a mailbox, its `name` and the `news` (`failing`,
    /// `revoked`, `secret_expired`, `expiring`).
    params: BTreeMap<String, String>,
    /// Whether the case became one's own, or the mail is.
    to_me: bool,
    /// The name of whoever did it; null is a mail or Posthus itself.
    actor: Option<String>,
    /// When.
    at: Moment,
    /// Whether one has read it.
    read: bool,
    /// The case, where it is of one that one may still see.
    case: Option<NoticeCase>,
}

/// The case of a notice.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeCase {
    /// The id.
    id: CaseKey,
    /// Its number.
    number: i64,
    /// Its title.
    title: String,
    /// The customer's name, or his address.
    customer: String,
}

impl Notice {
    fn of(notice: notify::Notice, reader: UserId) -> Self {
        let row = notice.row;
        let name = |user: Option<UserId>| user.and_then(|user| notice.names.get(&user)).cloned();
        let (what, params) = said(&row.what, name);
        let params = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let case = notice.case.map(|case| NoticeCase {
            id: case.id.into(),
            number: case.number,
            title: case.title,
            customer: case.customer_name.unwrap_or(case.customer_address),
        });
        Self {
            id: row.id.into(),
            event: row.event,
            what: what.to_owned(),
            params,
            to_me: is_about(&row.what, reader),
            actor: name(row.actor),
            at: row.at.into(),
            read: row.read_at.is_some(),
            case,
        }
    }
}

/// Whether it is the reader's own: a case that became his, or mail that he wrote.
fn is_about(what: &Happening, reader: UserId) -> bool {
    match what {
        Happening::Owner { to, .. } => *to == Some(reader),
        Happening::Stranded { author, .. } => *author == Some(reader),
        Happening::ColleagueBlocked { user, .. } => *user == reader,
        Happening::Created
        | Happening::Received
        | Happening::Commented
        | Happening::Answered
        | Happening::Woke
        | Happening::Escalated { .. }
        | Happening::DeliveryFailed { .. }
        | Happening::DeliveryDelayed { .. }
        | Happening::MailReturned { .. }
        | Happening::CopyFailed { .. }
        | Happening::Changed { .. }
        | Happening::OldCases { .. }
        | Happening::Incident { .. }
        | Happening::Refused { .. }
        | Happening::SenderDomain { .. }
        | Happening::Server { .. }
        | Happening::Newer => false,
    }
}

type Params = Vec<(&'static str, String)>;

fn said(what: &Happening, name: impl Fn(Option<UserId>) -> Option<String>) -> (&'static str, Params) {
    match what {
        Happening::Created => ("created", Vec::new()),
        Happening::Received => ("received", Vec::new()),
        Happening::Commented => ("commented", Vec::new()),
        Happening::Answered => ("answered", Vec::new()),
        Happening::Owner { from, to } => {
            let (from, to) = (name(*from).unwrap_or_default(), name(*to).unwrap_or_default());
            ("owner", vec![("from", from), ("to", to)])
        }
        Happening::Woke => ("woke", Vec::new()),
        Happening::Escalated { level, .. } => ("escalated", vec![("level", level.to_string())]),
        Happening::DeliveryFailed { mail: None } => ("delivery_failed", Vec::new()),
        Happening::DeliveryFailed { mail: Some(mail) } => {
            let (outbox, count) = (mail.outbox.to_string(), mail.count.to_string());
            ("delivery_failed", vec![("outbox", outbox), ("count", count), ("recipient", mail.named())])
        }
        Happening::DeliveryDelayed { mail: None, .. } => ("delivery_delayed", Vec::new()),
        Happening::DeliveryDelayed { mail: Some(mail), .. } => {
            let (outbox, subject) = (mail.outbox.to_string(), mail.subject.clone());
            let recipient = mail.recipients.clone();
            ("mail_delayed", vec![("outbox", outbox), ("subject", subject), ("recipient", recipient)])
        }
        Happening::MailReturned { outbox, subject, recipient, together } => {
            let (outbox, subject, recipient) = (outbox.to_string(), subject.clone(), recipient.clone());
            let mut params = vec![("outbox", outbox), ("subject", subject), ("recipient", recipient)];
            if let Some(one) = together.as_ref().filter(|one| one.mails > 1) {
                params.extend([("count", one.mails.to_string()), ("provider", one.provider.clone())]);
            }
            ("mail_returned", params)
        }
        Happening::Stranded { author, count } => {
            let author = name(*author).unwrap_or_default();
            ("stranded", vec![("author", author), ("count", count.to_string())])
        }
        Happening::Newer => ("newer", Vec::new()),
        Happening::Changed { field } => ("changed", vec![("field", field.clone())]),
        Happening::Incident { provider } => ("incident", vec![("provider", provider.clone())]),
        Happening::Refused { provider } => ("refused", vec![("provider", provider.clone())]),
        Happening::ColleagueBlocked { user, address } => {
            let colleague = name(Some(*user)).unwrap_or_default();
            ("colleague_blocked", vec![("name", colleague), ("address", address.clone())])
        }
        Happening::CopyFailed { address, sender } => {
            let sender = sender.clone().unwrap_or_default();
            ("copy_failed", vec![("address", address.clone()), ("sender", sender)])
        }
        Happening::SenderDomain { id, name, news } => {
            let (id, news) = (id.to_string(), news.as_str().to_owned());
            ("sender_domain", vec![("id", id), ("name", name.clone()), ("news", news)])
        }
        Happening::Server { server, name, news } => of_server(*server, name, *news),
        Happening::OldCases { count, days } => {
            ("old_cases", vec![("count", count.to_string()), ("days", days.to_string())])
        }
    }
}

fn of_server(server: ServerOf, name: &str, news: ServerNews) -> (&'static str, Params) {
    let id = match server {
        ServerOf::Mailbox { id } => id.to_string(),
        ServerOf::Organisation | ServerOf::User | ServerOf::Domain | ServerOf::Application => String::new(),
    };
    let (of, news) = (server.as_str().to_owned(), news.as_str().to_owned());
    ("server", vec![("of", of), ("id", id), ("name", name.to_owned()), ("news", news)])
}
