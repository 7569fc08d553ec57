//! What the matching filters do together: the earlier one decides where two say something.

use domain::case::CaseStatus;
use domain::filter::{CustomerBy, FilterAction};
use domain::{
    CategoryId, EmailAddress, FilterId, PriorityId, RequestTypeId, StatusId, TemplateId, UserId, limits,
};

use super::variables::{Variables, fill};

/// Mails of one kind that the filters of one mail send: it is one mail that came.
const MAILS_MAX: usize = 5;
/// Characters of a name or a number that is found in a mail.
const FOUND_CHARS_MAX: usize = 200;

/// A filter keeps the mail from becoming a message of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// Which.
    pub by: FilterId,
    /// Whether it goes into the bin, and not among blocked mail.
    pub discards: bool,
}

/// Which case a filter says the mail belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overruling {
    /// The case with this number, where there is one.
    Case {
        /// The number.
        number: i64,
        /// The filter that says so.
        by: FilterId,
    },
    /// One of its own.
    New {
        /// The filter that says so.
        by: FilterId,
    },
}

/// A value that a filter found for the customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The value.
    pub text: String,
    /// Whether it takes the place of the one that is there.
    pub replaces: bool,
}

/// By what the customer is found among the persons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    /// By what.
    pub by: CustomerBy,
    /// The number or the name.
    pub text: String,
    /// The filter that says so.
    pub filter: FilterId,
}

/// Who the customer is, where that is not simply the sender.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CustomerEffects {
    /// Whether it is not the sender.
    pub ignores_sender: bool,
    /// By what he is found.
    pub sought: Option<Sought>,
    /// His name.
    pub name: Option<String>,
    /// His address.
    pub address: Option<EmailAddress>,
    /// His telephone number.
    pub phone: Option<Found>,
    /// His company's name.
    pub company: Option<Found>,
}

/// A mail that a filter sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// What it is made of.
    pub template: TemplateId,
    /// Whom to; the customer where nobody is named.
    pub to: Option<EmailAddress>,
    /// The filter that says so.
    pub by: FilterId,
}

/// What is sent because of the mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MailEffects {
    /// Whom it is passed on to, and by which filter.
    pub forwards: Vec<(EmailAddress, FilterId)>,
    /// The answer to the customer, in the place of the receipt.
    pub reply: Option<Letter>,
    /// What goes to others.
    pub letters: Vec<Letter>,
    /// The filter that forbids the receipt.
    pub no_receipt: Option<FilterId>,
}

/// What is done with the mail beside its ordinary way.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// It is held back.
    pub held: Option<Held>,
    /// Which case it belongs to, whatever the evidence.
    pub overruling: Option<Overruling>,
    /// The category of the case it makes.
    pub category: Option<CategoryId>,
    /// The priority of the case it makes.
    pub priority: Option<PriorityId>,
    /// The request type of the case it makes.
    pub request_type: Option<RequestTypeId>,
    /// The owner of the case it makes.
    pub owner: Option<UserId>,
    /// The status of its case: the kind, and one of the organisation's own.
    pub status: Option<(CaseStatus, Option<StatusId>)>,
    /// The title of the case it makes.
    pub title: Option<String>,
    /// The tags that its case gets.
    pub tags: Vec<String>,
    /// The customer of the case it makes.
    pub customer: CustomerEffects,
    /// The text that the message shows.
    pub text: Option<String>,
    /// What is sent because of it.
    pub mails: MailEffects,
    /// Whether it is taken as the return of a mail of ours.
    pub bounced: bool,
    /// Whether its timeline tells of the filters that did not match.
    pub debug: bool,
}

impl Effects {
    /// Adds what an action of a filter does; `false` where its text names something that was not
    /// found in the mail, or comes to nothing that can be used.
    pub(super) fn add(&mut self, by: FilterId, action: &FilterAction, variables: &Variables) -> bool {
        let filled = action.text().map(|text| fill(text, variables).filter(|text| !text.is_empty()));
        let Some(text) = filled.unwrap_or_else(|| Some(String::new())) else { return false };
        match action {
            FilterAction::Block | FilterAction::Discard => {
                let discards = matches!(action, FilterAction::Discard);
                self.held.get_or_insert(Held { by, discards });
            }
            FilterAction::Category { category_id } => keep(&mut self.category, *category_id),
            FilterAction::Priority { priority_id } => keep(&mut self.priority, *priority_id),
            FilterAction::RequestType { request_type_id } => keep(&mut self.request_type, *request_type_id),
            FilterAction::Owner { user_id } => keep(&mut self.owner, *user_id),
            FilterAction::Status { status, status_id } => keep(&mut self.status, (*status, *status_id)),
            FilterAction::Title { .. } => keep(&mut self.title, on_one_line(&text)),
            FilterAction::Tags { .. } => return add_tags(&mut self.tags, &text),
            FilterAction::ReplaceText { .. } => keep(&mut self.text, text),
            FilterAction::LinkCase { .. } => match case_number(&text) {
                Some(number) => keep(&mut self.overruling, Overruling::Case { number, by }),
                None => return false,
            },
            FilterAction::NewCase => keep(&mut self.overruling, Overruling::New { by }),
            FilterAction::Bounced => self.bounced = true,
            FilterAction::Debug => self.debug = true,
            FilterAction::IgnoreSender
            | FilterAction::CustomerName { .. }
            | FilterAction::CustomerAddress { .. }
            | FilterAction::FindCustomer { .. }
            | FilterAction::CustomerPhone { .. }
            | FilterAction::CustomerCompany { .. } => return self.customer.add(by, action, text),
            FilterAction::Forward { .. }
            | FilterAction::Reply { .. }
            | FilterAction::ReplyTo { .. }
            | FilterAction::NoAutoReply => return self.mails.add(by, action, &text),
        }
        true
    }
}

impl CustomerEffects {
    /// Whether the customer is somebody else than the sender.
    #[must_use]
    pub const fn replaces_sender(&self) -> bool {
        self.ignores_sender || self.address.is_some()
    }

    fn add(&mut self, by: FilterId, action: &FilterAction, text: String) -> bool {
        let found =
            |replaces| Found { text: on_one_line(&text).chars().take(FOUND_CHARS_MAX).collect(), replaces };
        if let FilterAction::FindCustomer { by: what, .. } = action {
            keep(&mut self.sought, Sought { by: *what, text: found(false).text, filter: by });
        } else if let FilterAction::CustomerPhone { replace, .. } = action {
            if domain::phone_key(&text).is_none() {
                return false;
            }
            keep(&mut self.phone, found(*replace));
        } else if let FilterAction::CustomerCompany { replace, .. } = action {
            keep(&mut self.company, found(*replace));
        } else if let FilterAction::CustomerName { .. } = action {
            keep(&mut self.name, on_one_line(&text));
        } else if let FilterAction::CustomerAddress { .. } = action {
            let Ok(address) = text.parse() else { return false };
            keep(&mut self.address, address);
        } else {
            self.ignores_sender = true;
        }
        true
    }
}

impl MailEffects {
    fn add(&mut self, by: FilterId, action: &FilterAction, text: &str) -> bool {
        if let FilterAction::Forward { .. } = action {
            let Ok(to) = text.parse::<EmailAddress>() else { return false };
            let is_known = self.forwards.iter().any(|(known, _)| known.key() == to.key());
            if !is_known && self.forwards.len() >= MAILS_MAX {
                return false;
            }
            if !is_known {
                self.forwards.push((to, by));
            }
        } else if let FilterAction::ReplyTo { template_id, .. } = action {
            let Ok(to) = text.parse() else { return false };
            if self.letters.len() >= MAILS_MAX {
                return false;
            }
            self.letters.push(Letter { template: *template_id, to: Some(to), by });
        } else if let FilterAction::Reply { template_id } = action {
            // A filter that forbids the receipt may send an answer of its own in its place.
            if self.no_receipt.is_none_or(|forbids| forbids == by) {
                keep(&mut self.reply, Letter { template: *template_id, to: None, by });
            }
        } else {
            keep(&mut self.no_receipt, by);
        }
        true
    }
}

/// Adds tags; `false` where one is none.
fn add_tags(tags: &mut Vec<String>, text: &str) -> bool {
    let names = text.split(',').map(|name| on_one_line(name).trim_start_matches('#').to_owned());
    let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    if names.is_empty() || names.iter().any(|name| name.chars().count() > limits::TAG_CHARS_MAX) {
        return false;
    }
    for name in names {
        if tags.len() < limits::TAGS_OF_CASE_MAX
            && !tags.iter().any(|tag| tag.to_lowercase() == name.to_lowercase())
        {
            tags.push(name);
        }
    }
    true
}

fn keep<T>(place: &mut Option<T>, value: T) {
    place.get_or_insert(value);
}

/// `1042`, `#1042` or `[#1042]`.
fn case_number(text: &str) -> Option<i64> {
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok().filter(|number| *number > 0)
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
