//! Sender domains: the domains that an organisation signs and sends for, and the records that they have in DNS.

mod alarm;
mod findings;
mod news;
mod record_problem;
mod record_verdict;
mod served_sts;
mod stored_problem;
mod sts_file;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;
use crate::time::Timestamp;

pub use alarm::DomainAlarm;
pub use findings::Findings;
pub use news::DomainNews;
pub use record_problem::RecordProblem;
pub use record_verdict::RecordVerdict;
pub use served_sts::{ServedSts, StsRefusal, StsServing, StsWarning};
pub use sts_file::{StsFile, StsFileState};

/// Where a sender domain stands.
///
/// ```text
/// Pending -> Live <-> Warning -> Pending   after several failed checks over a day
/// ```
/// Mail is signed while it is live or warned of: DNS that fails for an hour switches nothing off.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderDomainState {
    /// Our key has not been seen in DNS.
    Pending,
    /// Our key is there: whoever rules over the domain wants us to send for it.
    Live,
    /// Our key was there, and was missing when we last looked.
    Warning,
}

impl SenderDomainState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Live, Self::Warning];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Live => "live",
            Self::Warning => "warning",
        }
    }

    /// Whether mail from it is signed.
    #[must_use]
    pub const fn signs(self) -> bool {
        matches!(self, Self::Live | Self::Warning)
    }
}

/// How a key signs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DkimAlgorithm {
    /// RFC 6376 3.3.3, with 2048 bits (RFC 8301 3.2): every receiver checks it.
    Rsa,
    /// RFC 8463: shorter and faster; not every receiver checks it yet.
    Ed25519,
}

impl DkimAlgorithm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// The stable name; also the word of the tag `k=` (RFC 6376 3.6.1, RFC 8463 4).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

/// Where a signing key stands.
///
/// ```text
/// Next -> Active -> Retired
/// ```
/// The first keys of a domain are active at once; they sign when the domain is live.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DkimKeyState {
    /// It takes over when its record is seen in DNS.
    Next,
    /// It signs.
    Active,
    /// It signs no more; its record is needed until the last mails it signed have arrived.
    Retired,
}

impl DkimKeyState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Next, Self::Active, Self::Retired];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

/// RFC 9989 4.7: what receivers are asked to do with mail that nothing vouches for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DmarcPolicy {
    /// Nothing: the domain only looks.
    None,
    /// Treat it with suspicion.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl DmarcPolicy {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::None, Self::Quarantine, Self::Reject];

    /// The stable name; also the word of the tag `p=`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }
}

/// What a record is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A public key (RFC 6376 3.6).
    Dkim,
    /// Who may send (RFC 7208).
    Spf,
    /// What becomes of mail that nothing vouches for (RFC 9989).
    Dmarc,
    /// Where reports of failures go: a name below the domain that leads to our host.
    ReturnPath,
    /// That mail for the domain is sent over TLS alone (RFC 8461).
    MtaSts,
    /// Where reports on TLS go (RFC 8460).
    TlsRpt,
    /// That an address of another domain takes this one's DMARC reports (RFC 9990 4).
    ReportConsent,
}

impl RecordKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Dkim,
        Self::Spf,
        Self::Dmarc,
        Self::ReturnPath,
        Self::MtaSts,
        Self::TlsRpt,
        Self::ReportConsent,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dkim => "dkim",
            Self::Spf => "spf",
            Self::Dmarc => "dmarc",
            Self::ReturnPath => "return_path",
            Self::MtaSts => "mta_sts",
            Self::TlsRpt => "tls_rpt",
            Self::ReportConsent => "report_consent",
        }
    }
}

/// How much hangs on a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Without it the domain is not live.
    Required,
    /// Without it mail arrives less well.
    Recommended,
    /// It is good to have.
    Optional,
}

impl Importance {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Required, Self::Recommended, Self::Optional];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
            Self::Optional => "optional",
        }
    }
}

/// A record that a sender domain is to have, and what was found of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DnsRecord {
    /// What it is for.
    pub kind: RecordKind,
    /// How much hangs on it.
    pub importance: Importance,
    /// Its full name, lower-case A-labels, without the last dot.
    pub name: String,
    /// `TXT` or `CNAME`.
    pub record_type: String,
    /// What it is to say: where something is there already, this with ours brought into it.
    pub value: String,
    /// What was found of it.
    pub verdict: RecordVerdict,
    /// What is there.
    pub found: Vec<String>,
    /// What is wrong, or worth knowing.
    #[serde(flatten, with = "stored_problem")]
    pub problem: Option<RecordProblem>,
    /// The problem's particulars.
    pub detail: String,
    /// What was found when DNS answered last; `None` while it never did.
    #[serde(default)]
    pub answered: Option<RecordVerdict>,
    /// Since when it does not do what it did while it was live: it is gone, there are several, or something else stands
    /// there. `None` while it does, and where it never did.
    #[serde(default)]
    pub lost_since: Option<Timestamp>,
}

impl DnsRecord {
    /// Whether it is live as far as DNS said last: silence takes nothing away.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        let is_silent = self.verdict == RecordVerdict::Unanswered;
        self.verdict == RecordVerdict::Live || (is_silent && self.answered == Some(RecordVerdict::Live))
    }

    /// With what a look before this one had found of it; and whether the same was chosen then.
    fn after(self, before: Option<&Self>, (is_same_choice, now): (bool, Timestamp)) -> Self {
        let is_answer = |verdict: &RecordVerdict| {
            !matches!(verdict, RecordVerdict::Unanswered | RecordVerdict::Unchecked)
        };
        // What was found before anybody kept this was kept as the verdict alone.
        let known = before.and_then(|it| it.answered.or(Some(it.verdict).filter(is_answer)));
        let answered = Some(self.verdict).filter(is_answer).or(known);
        let was_live = known == Some(RecordVerdict::Live);
        let lost_before = before.and_then(|it| it.lost_since);
        let lost_since = if is_answer(&self.verdict) {
            lost_before.or_else(|| was_live.then_some(now)).filter(|_| self.is_lost(is_same_choice))
        } else {
            lost_before
        };
        Self { answered, lost_since, ..self }
    }

    /// Whether it does not do what it did while it was live. One that somebody wrote over is as good as gone; that more was
    /// chosen than stands there is no loss.
    const fn is_lost(&self, is_same_choice: bool) -> bool {
        match (self.verdict, self.kind) {
            (
                RecordVerdict::Missing
                | RecordVerdict::Several
                | RecordVerdict::WayUnknown
                | RecordVerdict::NotNeeded,
                _,
            )
            | (RecordVerdict::Differs, RecordKind::ReturnPath) => true,
            (RecordVerdict::Differs, RecordKind::Spf) => match self.problem {
                Some(RecordProblem::NotAuthorised | RecordProblem::NoRoom) => is_same_choice,
                Some(_) | None => true,
            },
            (RecordVerdict::Differs, RecordKind::Dmarc) => match self.problem {
                Some(RecordProblem::Unreadable) => true,
                Some(
                    RecordProblem::WeakerPolicy
                    | RecordProblem::OnlyTried
                    | RecordProblem::ForAPart
                    | RecordProblem::WeakerBelow,
                ) => is_same_choice,
                // Where its reports go is no protection that it gave.
                Some(_) | None => false,
            },
            (
                RecordVerdict::Differs,
                RecordKind::Dkim | RecordKind::MtaSts | RecordKind::TlsRpt | RecordKind::ReportConsent,
            )
            | (RecordVerdict::Unchecked | RecordVerdict::Live | RecordVerdict::Unanswered, _) => false,
        }
    }

    /// Whether it stands in the same place and is to say the same. What an SPF record is to say hangs on what is
    /// there, and so the one that was found speaks for it.
    #[must_use]
    pub fn is_same_wish(&self, other: &Self) -> bool {
        let is_one = self.kind == other.kind && self.name == other.name;
        is_one && (self.kind == RecordKind::Spf || self.value == other.value)
    }
}

macro_rules! from_stable_names {
    ($($kind:ty),*) => {$(
        impl FromStr for $kind {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                let found = Self::ALL.into_iter().find(|it| it.as_str() == text);
                found.ok_or_else(|| UnknownName(text.to_owned()))
            }
        }
    )*};
}

from_stable_names!(SenderDomainState, DkimAlgorithm, DkimKeyState, DmarcPolicy, RecordProblem, StsServing);
