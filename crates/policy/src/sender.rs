//! As whom a mail is written, and why: what its author chose, else what the template names that he began with,
//! else what the organisation set for all, else the mailbox of the case. A sender that he may not use, or that is
//! archived, is passed over, unless he chose it himself.

use domain::compose::FromChoice;

/// What is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// What the author chose.
    pub message: Option<FromChoice>,
    /// What the template names, if he may use it.
    pub template: Option<FromChoice>,
    /// What the organisation set, if he may use it.
    pub organisation: Option<FromChoice>,
    /// Whether the mail begins a case, which then belongs to the mailbox.
    pub begins: bool,
}

/// Who decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// The author of the mail.
    Message,
    /// The template.
    Template,
    /// The organisation.
    Organisation,
    /// Nobody: the case belongs to the mailbox.
    Mailbox,
    /// Nobody: the case that it begins will belong to the mailbox.
    NewCase,
}

impl Because {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Template => "template",
            Self::Organisation => "organisation",
            Self::Mailbox => "mailbox",
            Self::NewCase => "new_case",
        }
    }
}

/// The sender and the reason.
#[must_use]
pub const fn resolve(facts: Facts) -> (FromChoice, Because) {
    match (facts.message, facts.template, facts.organisation) {
        (Some(chosen), _, _) => (chosen, Because::Message),
        (None, Some(named), _) => (named, Because::Template),
        (None, None, Some(set)) => (set, Because::Organisation),
        (None, None, None) if facts.begins => (FromChoice::Mailbox, Because::NewCase),
        (None, None, None) => (FromChoice::Mailbox, Because::Mailbox),
    }
}

#[cfg(test)]
mod tests {
    use domain::IdentityId;

    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let shared = |id| Some(FromChoice::Shared { id: IdentityId::new(id) });
        let mut facts = Facts::default();
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::Mailbox));
        facts.begins = true;
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::NewCase));
        facts.organisation = shared(1);
        assert_eq!(resolve(facts), (shared(1).unwrap(), Because::Organisation));
        facts.template = shared(2);
        assert_eq!(resolve(facts), (shared(2).unwrap(), Because::Template));
        facts.message = Some(FromChoice::Mailbox);
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::Message));
    }
}
