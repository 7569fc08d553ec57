//! As whom a mail is written, and why: what its author chose, else what the template names that he began with,
//! else what the organisation set for all, else the mailbox of the case. A sender that he may not use, or that is
//! archived, is passed over, unless he chose it himself; that it is, is the reason then.

use domain::compose::FromChoice;

/// The sender that a template names, or the organisation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Proposal {
    /// None.
    #[default]
    Nothing,
    /// One that may be used.
    Usable(FromChoice),
    /// One that nobody writes from any longer.
    Archived,
    /// One that is for members of other categories alone.
    OfOthers,
}

/// What is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// What the author chose.
    pub message: Option<FromChoice>,
    /// What the template names.
    pub template: Proposal,
    /// What the organisation set.
    pub organisation: Proposal,
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
    /// The template names a sender that is archived: it is as without a template.
    TemplateArchived,
    /// The template names a sender that is for others alone: it is as without a template.
    TemplateOfOthers,
    /// What the organisation set is for others alone: it is from the mailbox.
    OrganisationOfOthers,
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
            Self::TemplateArchived => "template_archived",
            Self::TemplateOfOthers => "template_of_others",
            Self::OrganisationOfOthers => "organisation_of_others",
        }
    }

    /// Whether a sender that was named is passed over.
    #[must_use]
    pub const fn passes_over(self) -> bool {
        match self {
            Self::TemplateArchived | Self::TemplateOfOthers | Self::OrganisationOfOthers => true,
            Self::Message | Self::Template | Self::Organisation | Self::Mailbox | Self::NewCase => false,
        }
    }
}

/// The sender and the reason.
#[must_use]
pub const fn resolve(facts: Facts) -> (FromChoice, Because) {
    if let Some(chosen) = facts.message {
        return (chosen, Because::Message);
    }
    let (choice, because) = match facts.organisation {
        Proposal::Usable(set) => (set, Because::Organisation),
        Proposal::OfOthers => (FromChoice::Mailbox, Because::OrganisationOfOthers),
        Proposal::Nothing | Proposal::Archived if facts.begins => (FromChoice::Mailbox, Because::NewCase),
        Proposal::Nothing | Proposal::Archived => (FromChoice::Mailbox, Because::Mailbox),
    };
    match facts.template {
        Proposal::Usable(named) => (named, Because::Template),
        Proposal::Archived => (choice, Because::TemplateArchived),
        Proposal::OfOthers => (choice, Because::TemplateOfOthers),
        Proposal::Nothing => (choice, because),
    }
}

#[cfg(test)]
mod tests {
    use domain::IdentityId;

    use super::*;

    fn shared(id: i64) -> FromChoice {
        FromChoice::Shared { id: IdentityId::new(id) }
    }

    #[test]
    fn the_nearest_word_counts() {
        let mut facts = Facts::default();
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::Mailbox));
        facts.begins = true;
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::NewCase));
        facts.organisation = Proposal::Usable(shared(1));
        assert_eq!(resolve(facts), (shared(1), Because::Organisation));
        facts.template = Proposal::Usable(shared(2));
        assert_eq!(resolve(facts), (shared(2), Because::Template));
        facts.message = Some(FromChoice::Mailbox);
        assert_eq!(resolve(facts), (FromChoice::Mailbox, Because::Message));
    }

    #[test]
    fn a_sender_that_is_passed_over_is_the_reason() {
        let of = |template, organisation| {
            resolve(Facts { template, organisation, begins: true, ..Facts::default() })
        };
        let (archived, usable) = (Proposal::Archived, Proposal::Usable(shared(1)));
        assert_eq!(of(archived, usable), (shared(1), Because::TemplateArchived));
        assert_eq!(of(archived, Proposal::OfOthers), (FromChoice::Mailbox, Because::TemplateArchived));
        assert_eq!(of(Proposal::OfOthers, usable), (shared(1), Because::TemplateOfOthers));
        let nothing = of(Proposal::Nothing, Proposal::OfOthers);
        assert_eq!(nothing, (FromChoice::Mailbox, Because::OrganisationOfOthers));
        assert!(nothing.1.passes_over());
    }
}
