//! Files that texts keep, so that every mail made of them has them: those of templates, and the pictures of signatures.

use crate::ids::{IdentityId, MailboxId, TemplateId, UserId};

/// What keeps a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeptBy {
    /// A template.
    Template(TemplateId),
    /// The signatures of a user.
    User(UserId),
    /// The signature of a mailbox.
    Mailbox(MailboxId),
    /// The signatures of a shared sender.
    Identity(IdentityId),
}

impl KeptBy {
    /// The stable name of its kind, and its id.
    #[must_use]
    pub const fn key(self) -> (&'static str, i64) {
        match self {
            Self::Template(id) => ("template", id.get()),
            Self::User(id) => ("user", id.get()),
            Self::Mailbox(id) => ("mailbox", id.get()),
            Self::Identity(id) => ("identity", id.get()),
        }
    }

    /// What this kind and id name; `None` for a kind that is not known.
    #[must_use]
    pub fn of_key(kind: &str, id: i64) -> Option<Self> {
        match kind {
            "template" => Some(Self::Template(TemplateId::new(id))),
            "user" => Some(Self::User(UserId::new(id))),
            "mailbox" => Some(Self::Mailbox(MailboxId::new(id))),
            "identity" => Some(Self::Identity(IdentityId::new(id))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_leads_back() {
        let all = [
            KeptBy::Template(TemplateId::new(1)),
            KeptBy::User(UserId::new(2)),
            KeptBy::Mailbox(MailboxId::new(3)),
            KeptBy::Identity(IdentityId::new(4)),
        ];
        for one in all {
            let (kind, id) = one.key();
            assert_eq!(KeptBy::of_key(kind, id), Some(one));
        }
        assert_eq!(KeptBy::of_key("case", 1), None);
    }
}
