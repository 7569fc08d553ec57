//! What users are told of cases: the events that they choose by, and what happened.

mod server;

use std::str::FromStr;

pub use server::{ServerNews, ServerOf};

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;
use crate::sender_domain::DomainNews;
use crate::{IncidentId, OutboxId, SenderDomainId, UserId};

/// What a user can be told of. The name is stable: it stands in the database and in the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeEvent {
    /// A new case of nobody in one of his categories.
    NewCase,
    /// A message by somebody else in a case of his.
    NewMessage,
    /// A case became his, or somebody else took his over.
    Assigned,
    /// A case took too long, and an escalation level names him.
    Escalated,
    /// A case of his waited until a time, and is open again.
    Woken,
    /// A mail in a case that he wrote in, or one of his own of no case, will not arrive, one that he wrote is late, mail
    /// was stopped with its author's server, a colleague's address is blocked, or a copy of everything does not arrive.
    DeliveryFailed,
    /// A case that he follows changed.
    Followed,
    /// He has open cases that are old.
    Reminder,
    /// Blocking of addresses waits for somebody's decision.
    Incident,
    /// The records of a sender domain changed so that its mail suffers, or no longer does.
    SenderDomain,
    /// A mailbox, an outgoing server or a sign-in that he can mend stopped working, or ends soon.
    Server,
}

impl NoticeEvent {
    /// All of them, in the order the interface shows.
    pub const ALL: [Self; 11] = [
        Self::NewCase,
        Self::NewMessage,
        Self::Assigned,
        Self::Escalated,
        Self::Woken,
        Self::DeliveryFailed,
        Self::Followed,
        Self::Reminder,
        Self::Incident,
        Self::SenderDomain,
        Self::Server,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewCase => "new_case",
            Self::NewMessage => "new_message",
            Self::Assigned => "assigned",
            Self::Escalated => "escalated",
            Self::Woken => "woken",
            Self::DeliveryFailed => "delivery_failed",
            Self::Followed => "followed",
            Self::Reminder => "reminder",
            Self::Incident => "incident",
            Self::SenderDomain => "sender_domain",
            Self::Server => "server",
        }
    }

    /// How somebody is told who chose nothing: on the screen of everything, and by mail of what cannot wait
    /// until he looks.
    #[must_use]
    pub const fn proposed(self) -> Channels {
        let by_mail = matches!(
            self,
            Self::Assigned
                | Self::Escalated
                | Self::DeliveryFailed
                | Self::Incident
                | Self::SenderDomain
                | Self::Server
        );
        Channels { in_app: true, by_mail }
    }
}

impl FromStr for NoticeEvent {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|event| event.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How a user wants to be told of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Channels {
    /// By the bell of the interface.
    pub in_app: bool,
    /// By mail to his own address.
    pub by_mail: bool,
}

impl Channels {
    /// Whether he is told at all.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.in_app || self.by_mail
    }
}

/// A mail that is of no case and still on its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DelayedMail {
    /// The mail.
    pub outbox: OutboxId,
    /// Its subject.
    pub subject: String,
    /// Some of those whom it did not reach yet, as one reads them.
    pub recipients: String,
}

impl DelayedMail {
    /// Whether another is one more of the same mailing. Of the same mail each news is told by itself.
    fn is_of_mailing(&self, other: &Self) -> bool {
        self.outbox != other.outbox && self.subject == other.subject
    }
}

/// A mail of a case that will not arrive, and at whom.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FailedMail {
    /// The mail.
    pub outbox: OutboxId,
    /// The first of those whom it did not reach.
    pub recipients: Vec<String>,
    /// How many they are.
    pub count: u64,
}

impl FailedMail {
    /// One that did not reach this recipient.
    #[must_use]
    pub fn to(outbox: OutboxId, recipient: String) -> Self {
        Self { outbox, recipients: vec![recipient], count: 1 }
    }

    /// Those who are named, as one reads them.
    #[must_use]
    pub fn named(&self) -> String {
        let named = self.recipients.join(", ");
        if self.count > self.recipients.len() as u64 { format!("{named}, …") } else { named }
    }

    /// Says whom it did not reach as its deliveries stand: these. Where it is nobody, as while all are tried again, what was said
    /// stays.
    pub fn tell_of(&mut self, failed: &[String]) {
        if failed.is_empty() {
            return;
        }
        self.recipients.retain(|named| failed.contains(named));
        let new: Vec<&String> = failed.iter().filter(|one| !self.recipients.contains(one)).collect();
        let room = NAMED_MAX.saturating_sub(self.recipients.len());
        self.recipients.extend(new.into_iter().take(room).cloned());
        self.count = failed.len() as u64;
    }

    /// Whoever is named already is one whom it did not reach again.
    fn join(&mut self, more: &Self) {
        let new: Vec<&String> =
            more.recipients.iter().filter(|recipient| !self.recipients.contains(recipient)).collect();
        let known = more.recipients.len() - new.len();
        self.count += more.count.saturating_sub(known as u64);
        let room = NAMED_MAX.saturating_sub(self.recipients.len());
        let new: Vec<String> = new.into_iter().take(room).cloned().collect();
        self.recipients.extend(new);
    }
}

/// Recipients of one mail that are named.
const NAMED_MAX: usize = 3;

/// Something that happened to a case, or that is said of old ones.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happening {
    /// It was made of a mail or by a user.
    Created,
    /// The customer, or somebody else outside, wrote.
    Received,
    /// A user commented.
    Commented,
    /// A user wrote a mail.
    Answered,
    /// It changed hands.
    Owner {
        /// Whose it was.
        from: Option<UserId>,
        /// Whose it is.
        to: Option<UserId>,
    },
    /// It waited until a time.
    Woke,
    /// An escalation level was reached.
    Escalated {
        /// Which one, from 1.
        level: u32,
        /// Whom it names.
        tell: Vec<UserId>,
    },
    /// A mail of it will not arrive.
    DeliveryFailed {
        /// Which, and at whom; `None` in what an older program wrote down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<FailedMail>,
    },
    /// A mail is still on its way after hours.
    DeliveryDelayed {
        /// Who wrote it.
        author: UserId,
        /// Which, where it is of no case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail: Option<DelayedMail>,
    },
    /// A mail that somebody wrote, and that is of no case, will not arrive.
    MailReturned {
        /// The mail.
        outbox: OutboxId,
        /// Its subject.
        subject: String,
        /// Whom it did not reach; of several the first, as one reads them.
        recipient: String,
        /// The incident that its refusal is of: mails that were refused alike are one notice, and the first of them is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        together: Option<RefusedTogether>,
    },
    /// Mail was stopped: it may not leave the way that is left to it, as where its author's server is out of use or is
    /// another one.
    Stranded {
        /// Who wrote it; `None` where a program did.
        #[serde(serialize_with = "crate::program::put", deserialize_with = "crate::program::read")]
        author: Option<UserId>,
        /// How many mails: of the case, or of all that the reader is to see to.
        count: u64,
    },
    /// Something else of it changed.
    Changed {
        /// What, as the case's log names it: `status`, `category`, `priority`, `title`.
        field: String,
    },
    /// The user has open cases that are old.
    OldCases {
        /// How many.
        count: u64,
        /// For how many days nobody wrote in them.
        days: u32,
    },
    /// Many equal refusals came from one provider, and blocking waits.
    Incident {
        /// Who refused: a domain.
        provider: String,
    },
    /// Many mails were refused at one provider for a fault of ours.
    Refused {
        /// Who refuses: a domain.
        provider: String,
    },
    /// The address of a user is blocked: nothing that he is to be told by mail leaves.
    ColleagueBlocked {
        /// Who.
        user: UserId,
        /// His address.
        address: String,
    },
    /// A copy that a sender, or the reader himself, has of everything did not arrive.
    CopyFailed {
        /// Where it goes.
        address: String,
        /// The sender's address; `None` where it is of all that the reader writes.
        sender: Option<String>,
    },
    /// A sender domain is in DNS as it was no more, or again.
    SenderDomain {
        /// Which.
        id: SenderDomainId,
        /// Its name.
        name: String,
        /// What changed.
        news: DomainNews,
    },
    /// A server or a sign-in stopped working, or ends soon.
    Server {
        /// Which.
        server: ServerOf,
        /// Its name: a mailbox's address, a domain, a server's or an application's name.
        name: String,
        /// What happened.
        news: ServerNews,
    },
    /// What a newer program wrote down that this one cannot read. Nobody writes it.
    Newer,
}

impl Happening {
    /// Takes in another, where both tell of the same mail that did not arrive, of two of one mailing that are late, or say the same
    /// of a server or of a copy; `false` where they tell of different things.
    pub fn take_in(&mut self, other: &Self) -> bool {
        if let (Self::DeliveryFailed { mail: Some(mine) }, Self::DeliveryFailed { mail: Some(more) }) =
            (&mut *self, other)
            && mine.outbox == more.outbox
        {
            mine.join(more);
            return true;
        }
        if let (
            Self::DeliveryDelayed { author, mail: Some(mine) },
            Self::DeliveryDelayed { author: of, mail: Some(more) },
        ) = (&mut *self, other)
            && author == of
            && mine.is_of_mailing(more)
        {
            more.recipients.split(", ").for_each(|one| name_also(&mut mine.recipients, one));
            return true;
        }
        if matches!(self, Self::Server { .. } | Self::CopyFailed { .. }) && self == other {
            return true;
        }
        if let (
            Self::MailReturned { outbox, recipient, together, .. },
            Self::MailReturned { outbox: of, recipient: more, together: also, .. },
        ) = (self, other)
        {
            let is_taken_in = outbox == of || RefusedTogether::join(together, also);
            if is_taken_in {
                name_also(recipient, more);
            }
            return is_taken_in;
        }
        false
    }
}

/// Mails of one author that were refused alike, so that an incident was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusedTogether {
    /// Which.
    pub incident: IncidentId,
    /// Who refused: a domain.
    pub provider: String,
    /// How many.
    pub mails: u32,
}

impl RefusedTogether {
    /// Counts others of the same incident; `false` where they are of none, or of another.
    fn join(mine: &mut Option<Self>, more: &Option<Self>) -> bool {
        let (Some(mine), Some(more)) = (mine, more) else { return false };
        let is_same = mine.incident == more.incident;
        if is_same {
            mine.mails = mine.mails.saturating_add(more.mails);
        }
        is_same
    }
}

/// Names one more, until there are enough.
fn name_also(named: &mut String, more: &str) {
    const ETC: &str = "…";
    let count = named.split(", ").count();
    if named.ends_with(ETC) || named.split(", ").any(|one| one == more) {
        return;
    }
    named.push_str(", ");
    named.push_str(if count < NAMED_MAX { more } else { ETC });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mail_that_failed_for_many_the_first_are_named_and_all_counted() {
        let failed = |outbox, who: &str| Happening::DeliveryFailed {
            mail: Some(FailedMail::to(OutboxId::new(outbox), who.to_owned())),
        };
        let mut all = failed(7, "a@x");
        assert!(!all.take_in(&failed(8, "a@x")), "another mail");
        assert!(!all.take_in(&Happening::DeliveryFailed { mail: None }));
        for who in ["b@x", "b@x", "c@x", "d@x", "e@x"] {
            assert!(all.take_in(&failed(7, who)), "{who}");
        }
        let Happening::DeliveryFailed { mail: Some(mail) } = &all else { panic!("{all:?}") };
        assert_eq!((mail.count, mail.named().as_str()), (5, "a@x, b@x, c@x, …"));
        let mut told = mail.clone();
        told.tell_of(&[]);
        assert_eq!(&told, mail, "all are tried again");
        told.tell_of(&["b@x", "d@x", "e@x", "f@x"].map(str::to_owned));
        assert_eq!((told.count, told.named().as_str()), (4, "b@x, d@x, e@x, …"));
        let before = serde_json::from_str::<Happening>(r#"{"what":"delivery_failed"}"#).unwrap();
        assert_eq!(before, Happening::DeliveryFailed { mail: None }, "as it was written before");

        let returned = |who: &str| Happening::MailReturned {
            outbox: OutboxId::new(7),
            subject: "x".to_owned(),
            recipient: who.to_owned(),
            together: None,
        };
        let mut all = returned("a@x");
        for who in ["b@x", "a@x", "c@x", "d@x", "e@x"] {
            assert!(all.take_in(&returned(who)), "{who}");
        }
        assert_eq!(all, returned("a@x, b@x, c@x, …"));

        let delayed = |outbox, who: &str| Happening::DeliveryDelayed {
            author: UserId::new(1),
            mail: Some(DelayedMail {
                outbox: OutboxId::new(outbox),
                subject: "x".to_owned(),
                recipients: who.to_owned(),
            }),
        };
        let mut all = delayed(7, "a@x");
        assert!(!all.take_in(&delayed(7, "a@x")), "the next news of the same mail");
        for (outbox, who) in [(8, "b@x"), (9, "c@x"), (10, "d@x"), (11, "e@x")] {
            assert!(all.take_in(&delayed(outbox, who)), "{who}");
        }
        assert_eq!(all, delayed(7, "a@x, b@x, c@x, …"));

        let refused = |outbox, incident, mails| Happening::MailReturned {
            outbox: OutboxId::new(outbox),
            subject: "x".to_owned(),
            recipient: format!("{outbox}@x"),
            together: Some(RefusedTogether {
                incident: IncidentId::new(incident),
                provider: "x".to_owned(),
                mails,
            }),
        };
        let mut all = refused(7, 1, 1);
        assert!(!all.take_in(&refused(8, 2, 1)), "another incident");
        assert!(all.take_in(&refused(8, 1, 4)), "another mail of the same");
        let Happening::MailReturned { together: Some(together), .. } = &all else { panic!("{all:?}") };
        assert_eq!(together.mails, 5);

        let ended = |name: &str| Happening::Server {
            server: ServerOf::Application,
            name: name.to_owned(),
            news: ServerNews::SecretExpired,
        };
        assert!(ended("Post").take_in(&ended("Post")), "fifty mailboxes of one application are one line");
        assert!(!ended("Post").take_in(&ended("Other")));
    }

    #[test]
    fn names_are_read_back_and_what_happened_is_json() {
        for event in NoticeEvent::ALL {
            assert_eq!(event.as_str().parse(), Ok(event));
        }
        assert!("new".parse::<NoticeEvent>().is_err());
        let owner = Happening::Owner { from: None, to: Some(UserId::new(7)) };
        let text = serde_json::to_string(&owner).unwrap();
        assert_eq!(text, r#"{"what":"owner","from":null,"to":"7"}"#);
        assert_eq!(serde_json::from_str::<Happening>(&text).unwrap(), owner);
    }

    #[test]
    fn the_author_of_stopped_mail_is_a_number_also_where_a_program_wrote_it() {
        for (author, number) in [(None, "9223372036854775807"), (Some(UserId::new(7)), "7")] {
            let stopped = Happening::Stranded { author, count: 3 };
            let text = serde_json::to_string(&stopped).unwrap();
            assert_eq!(text, format!(r#"{{"what":"stranded","author":"{number}","count":3}}"#));
            assert_eq!(serde_json::from_str::<Happening>(&text).unwrap(), stopped);
        }
    }
}
