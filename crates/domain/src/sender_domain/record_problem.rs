//! What can be wrong with a record in DNS.

use serde::{Deserialize, Serialize};

/// What is wrong with a record, or worth knowing of one that is right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordProblem {
    /// It stands under a name to which the domain was added once more; the detail is that name.
    NameDoubled,
    /// It does not name the servers that we send through; the detail is the term that it lacks.
    NotAuthorised,
    /// It asks DNS more often than receivers do (RFC 7208 4.6.4); the detail says how often.
    TooManyLookups,
    /// It does not name the servers that we send through, and would ask DNS more often than receivers do with what names
    /// them; the detail says how often.
    TooManyWithUs,
    /// It includes a domain that has no record, or several, so that receivers take none of it (RFC 7208 5.2); the detail
    /// is the term that leads there.
    BrokenInclude,
    /// It asks for more names that are not there than receivers put up with (RFC 7208 4.6.4); the detail is the last term.
    TooManyVoids,
    /// It lets everybody send.
    AllowsEverybody,
    /// It cannot be read; the detail is the part that is wrong.
    Unreadable,
    /// It holds another key.
    OtherKey,
    /// It says that the key is void (RFC 6376 3.6.1, an empty `p=`).
    Revoked,
    /// It asks for less than was chosen; the detail is what it asks for.
    WeakerPolicy,
    /// It does not send reports to the chosen address.
    NoReports,
    /// It leads elsewhere; the detail is where.
    OtherTarget,
    /// The domain above has one, which holds for this one, too; the detail is that domain.
    Inherited,
    /// No answer; the detail is the resolver's words.
    NoAnswer,
}

impl RecordProblem {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::NameDoubled,
        Self::NotAuthorised,
        Self::TooManyLookups,
        Self::TooManyWithUs,
        Self::BrokenInclude,
        Self::TooManyVoids,
        Self::AllowsEverybody,
        Self::Unreadable,
        Self::OtherKey,
        Self::Revoked,
        Self::WeakerPolicy,
        Self::NoReports,
        Self::OtherTarget,
        Self::Inherited,
        Self::NoAnswer,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NameDoubled => "name_doubled",
            Self::NotAuthorised => "not_authorised",
            Self::TooManyLookups => "too_many_lookups",
            Self::TooManyWithUs => "too_many_with_us",
            Self::BrokenInclude => "broken_include",
            Self::TooManyVoids => "too_many_voids",
            Self::AllowsEverybody => "allows_everybody",
            Self::Unreadable => "unreadable",
            Self::OtherKey => "other_key",
            Self::Revoked => "revoked",
            Self::WeakerPolicy => "weaker_policy",
            Self::NoReports => "no_reports",
            Self::OtherTarget => "other_target",
            Self::Inherited => "inherited",
            Self::NoAnswer => "no_answer",
        }
    }
}
