//! What the matching filters do together: the earlier one decides where two say something.

use domain::case::CaseStatus;
use domain::filter::FilterAction;
use domain::{CategoryId, EmailAddress, FilterId, PriorityId, UserId};

use super::variables::{Variables, fill};

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
    /// The owner of the case it makes.
    pub owner: Option<UserId>,
    /// The status of its case.
    pub status: Option<CaseStatus>,
    /// The title of the case it makes.
    pub title: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The customer's address.
    pub customer_address: Option<EmailAddress>,
    /// The text that the message shows.
    pub text: Option<String>,
    /// Whether its sender is not the customer.
    pub ignores_sender: bool,
    /// The filter that forbids an automatic reply.
    pub no_auto_reply: Option<FilterId>,
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
            FilterAction::Owner { user_id } => keep(&mut self.owner, *user_id),
            FilterAction::Status { status } => keep(&mut self.status, *status),
            FilterAction::Title { .. } => keep(&mut self.title, on_one_line(&text)),
            FilterAction::CustomerName { .. } => keep(&mut self.customer_name, on_one_line(&text)),
            FilterAction::CustomerAddress { .. } => match text.parse() {
                Ok(address) => keep(&mut self.customer_address, address),
                Err(_) => return false,
            },
            FilterAction::ReplaceText { .. } => keep(&mut self.text, text),
            FilterAction::LinkCase { .. } => match case_number(&text) {
                Some(number) => keep(&mut self.overruling, Overruling::Case { number, by }),
                None => return false,
            },
            FilterAction::NewCase => keep(&mut self.overruling, Overruling::New { by }),
            FilterAction::IgnoreSender => self.ignores_sender = true,
            FilterAction::NoAutoReply => keep(&mut self.no_auto_reply, by),
            FilterAction::Bounced => self.bounced = true,
            FilterAction::Debug => self.debug = true,
        }
        true
    }
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
