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
    /// It does not name the servers that we send through, and with them it would ask DNS more often than receivers do
    /// (RFC 7208 4.6.4); the detail is the terms that it lacks.
    NoRoom,
    /// It includes a domain that has no record, or several, so that receivers take none of it (RFC 7208 5.2); the detail
    /// is the term that leads there.
    BrokenInclude,
    /// It asks for more names that are not there than receivers put up with (RFC 7208 4.6.4); the detail is the last term.
    TooManyVoids,
    /// It lets everybody send.
    AllowsEverybody,
    /// It leads to another's record that lets everybody send; the detail is the term that leads there.
    IncludesEverybody,
    /// It cannot be read; the detail is the part that is wrong.
    Unreadable,
    /// It holds another key.
    OtherKey,
    /// It says that the key is for other signatures than ours (RFC 6376 3.6.1, `h=` or `s=`); the detail is the tag.
    OtherUse,
    /// It says that the key is void (RFC 6376 3.6.1, an empty `p=`).
    Revoked,
    /// It asks for less than was chosen; the detail is what it asks for.
    WeakerPolicy,
    /// It says that it is only being tried out (RFC 9989 4.7, `t=y`), so that receivers do less than was chosen; the detail
    /// is what they do.
    OnlyTried,
    /// It is meant for a part of the mail (RFC 7489 6.3, `pct=`), and receivers that heed that do less than was chosen with
    /// the rest; the detail is the part, percent.
    ForAPart,
    /// It asks for less than was chosen of names below the domain; the detail is the tag, as in `sp=none`.
    WeakerBelow,
    /// It does not send reports to the chosen address.
    NoReports,
    /// It leads elsewhere; the detail is where.
    OtherTarget,
    /// It leads to our host, for which DNS names nobody who takes its mail: whoever runs the installation mends that. The
    /// detail is the host.
    HostTakesNoMail,
    /// It leads to the name in the operator's zone that it should, where the key is not published yet: whoever runs the
    /// installation does that. The detail is that name.
    KeyNotPublished,
    /// The domain above has one, which holds for this one, too; the detail is that domain.
    Inherited,
    /// No answer; the detail is the resolver's words.
    NoAnswer,
}

impl RecordProblem {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::NameDoubled,
        Self::NotAuthorised,
        Self::TooManyLookups,
        Self::NoRoom,
        Self::BrokenInclude,
        Self::TooManyVoids,
        Self::AllowsEverybody,
        Self::IncludesEverybody,
        Self::Unreadable,
        Self::OtherKey,
        Self::OtherUse,
        Self::Revoked,
        Self::WeakerPolicy,
        Self::OnlyTried,
        Self::ForAPart,
        Self::WeakerBelow,
        Self::NoReports,
        Self::OtherTarget,
        Self::HostTakesNoMail,
        Self::KeyNotPublished,
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
            Self::NoRoom => "no_room",
            Self::BrokenInclude => "broken_include",
            Self::TooManyVoids => "too_many_voids",
            Self::AllowsEverybody => "allows_everybody",
            Self::IncludesEverybody => "includes_everybody",
            Self::Unreadable => "unreadable",
            Self::OtherKey => "other_key",
            Self::OtherUse => "other_use",
            Self::Revoked => "revoked",
            Self::WeakerPolicy => "weaker_policy",
            Self::OnlyTried => "only_tried",
            Self::ForAPart => "for_a_part",
            Self::WeakerBelow => "weaker_below",
            Self::NoReports => "no_reports",
            Self::OtherTarget => "other_target",
            Self::HostTakesNoMail => "host_takes_no_mail",
            Self::KeyNotPublished => "key_not_published",
            Self::Inherited => "inherited",
            Self::NoAnswer => "no_answer",
        }
    }
}
