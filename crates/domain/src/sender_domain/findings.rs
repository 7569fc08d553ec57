//! What a look at DNS comes to, and what is remembered of the looks before it.

use serde::{Deserialize, Serialize};

use super::{DmarcPolicy, DnsRecord, RecordKind, StsFile};
use crate::time::Timestamp;

/// What a look at DNS came to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    /// Each record that the domain is to have.
    pub records: Vec<DnsRecord>,
    /// Who takes mail for the domain, best preference first; for the policy file of MTA-STS.
    pub exchangers: Vec<String>,
    /// How many terms of the domain's SPF record ask DNS, those of included records among them.
    pub spf_lookups: Option<u32>,
    /// The version of the domain that was looked at; 0 before the first look.
    pub version: i64,
    /// What receivers were to be asked for when it was looked at; `None` of looks that did not note it.
    #[serde(default)]
    pub dmarc_policy: Option<DmarcPolicy>,
    /// The policy file of MTA-STS; `None` while its record is not there, since nobody asks for the file then.
    #[serde(default)]
    pub sts_file: Option<StsFile>,
    /// Whether senders got that file once since it is asked for.
    #[serde(default)]
    pub had_sts_file: bool,
    /// Whether DNS says that there is no such domain, nor one above it that somebody registered, so that no record can be
    /// published.
    #[serde(default)]
    pub is_absent: bool,
    /// What of our side the records were to name when they were looked at: how mail leaves, and where reports of failures
    /// go. `None` of looks that did not note it.
    #[serde(default)]
    pub our_side: Option<String>,
}

impl Findings {
    /// These, with what is to be remembered of the ones before them.
    #[must_use]
    pub fn after(self, before: &Self, now: Timestamp) -> Self {
        let is_one = |one: &DnsRecord, other: &DnsRecord| {
            // What the others are to say hangs on what is there.
            let hangs = matches!(one.kind, RecordKind::Spf | RecordKind::Dmarc | RecordKind::TlsRpt);
            one.kind == other.kind && one.name == other.name && (hangs || one.value == other.value)
        };
        let is_same_policy = before.dmarc_policy.is_none_or(|chosen| Some(chosen) == self.dmarc_policy);
        // Another way out that somebody of the organisation chooses makes another version; one that whoever runs the
        // installation chooses shows in our side alone.
        let is_same_side = before.our_side.is_none() || before.our_side == self.our_side;
        let is_same_version = before.version == self.version && is_same_side;
        let remembering = |record: DnsRecord| {
            let known = before.records.iter().find(|known| is_one(known, &record));
            // A record that says what it said was not written over: another way out asks for more of it, and what it says
            // may be judged in another way since an update.
            let is_untouched = known.is_some_and(|it| it.lost_since.is_none() && it.found == record.found);
            let is_same_choice = if record.kind == RecordKind::Spf {
                is_same_version || !is_untouched
            } else {
                is_same_policy && !is_untouched
            };
            record.after(known, (is_same_choice, now))
        };
        let had_sts_file =
            self.sts_file.is_some() && (self.has_sts_file() || before.has_sts_file() || before.had_sts_file);
        Self { records: self.records.into_iter().map(remembering).collect(), had_sts_file, ..self }
    }

    fn has_sts_file(&self) -> bool {
        self.sts_file.as_ref().is_some_and(|file| file.state.is_there() == Some(true))
    }

    /// Whether senders got the policy file of MTA-STS, and get it no more.
    #[must_use]
    pub fn lost_sts_file(&self) -> bool {
        let is_gone = self.sts_file.as_ref().is_some_and(|file| file.state.is_there() == Some(false));
        self.had_sts_file && is_gone
    }

    /// These records, with what was found of those that stay as they were.
    #[must_use]
    pub fn carried_over(&self, wishes: Vec<DnsRecord>) -> Self {
        let known = |wish: DnsRecord| {
            let same = self.records.iter().find(|record| record.is_same_wish(&wish));
            same.cloned().unwrap_or(wish)
        };
        Self { records: wishes.into_iter().map(known).collect(), ..self.clone() }
    }
}
