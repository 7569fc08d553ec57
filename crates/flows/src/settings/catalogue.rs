//! Which settings there are, in their groups and their order; one file because it is one list, whose order is that of the page.

use domain::audit::AuditKind;
use domain::limits::{
    AUDIT_DAYS_MAX, AUDIT_DAYS_MIN, BIN_DAYS_MAX, DOMAIN_REPORTS_DAYS_RANGE, FILE_LINK_DAYS_MAX,
    FILE_LINK_FETCHES_MAX, IMPORT_MEGABYTES_MAX, JOB_ROWS_MAX, LINKED_MEGABYTES_MAX, LIST_RECIPIENTS_MAX,
    PER_MINUTE_MAX, SENT_DAYS_MAX,
};

use crate::auto_reply::{BURST_MAX, INTERVAL_S_MAX};
use crate::faq::MOST_MAX;
use crate::notify::{PER_HOUR_MAX, REMIND_DAYS_MAX};
use crate::office::Office;
use crate::returns::{ACCEPTED_RETURNS_MAX, TRIAL_DAYS_MAX};

/// Where a setting belongs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// The organisation itself.
    Organisation,
    /// Mail that comes in.
    MailIn,
    /// Cases, and what users are told of them.
    Cases,
    /// What programs answer.
    Answers,
    /// Mail that goes out.
    MailOut,
    /// What comes back.
    Returns,
    /// Bins and memories.
    Keeping,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Organisation,
        Self::MailIn,
        Self::Cases,
        Self::Answers,
        Self::MailOut,
        Self::Returns,
        Self::Keeping,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::MailIn => "mail_in",
            Self::Cases => "cases",
            Self::Answers => "answers",
            Self::MailOut => "mail_out",
            Self::Returns => "returns",
            Self::Keeping => "keeping",
        }
    }
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Things.
    Count,
    /// Days.
    Days,
    /// Days; 0 is for ever.
    DaysOrEver,
    /// Hours.
    Hours,
    /// Seconds.
    Seconds,
    /// Percent.
    Percent,
    /// Mails in an hour.
    PerHour,
    /// Mails in a minute; 0 is no limit.
    PerMinute,
    /// Octets.
    Octets,
    /// Megabytes.
    Megabytes,
    /// An hour of the day.
    HourOfDay,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Count,
        Self::Days,
        Self::DaysOrEver,
        Self::Hours,
        Self::Seconds,
        Self::Percent,
        Self::PerHour,
        Self::PerMinute,
        Self::Octets,
        Self::Megabytes,
        Self::HourOfDay,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Days => "days",
            Self::DaysOrEver => "days_or_ever",
            Self::Hours => "hours",
            Self::Seconds => "seconds",
            Self::Percent => "percent",
            Self::PerHour => "per_hour",
            Self::PerMinute => "per_minute",
            Self::Octets => "octets",
            Self::Megabytes => "megabytes",
            Self::HourOfDay => "hour_of_day",
        }
    }
}

/// What a setting holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A number within bounds.
    Number {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
        /// What it counts.
        unit: Unit,
    },
    /// One of these.
    Choice(&'static [&'static str]),
    /// A text on one line.
    Text,
    /// Something that has a page or a form of its own.
    Structure,
}

/// Where a setting is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Here, by its name.
    Here,
    /// On another page of the interface.
    Page(&'static str),
    /// In the configuration of the installation, under this key.
    Configuration(&'static str),
}

/// Where its changes are written down: of which kind of record, which one, and which field of it.
pub(super) type Recorded = (AuditKind, &'static str, &'static str);

/// One setting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) group: Group,
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) recorded: Option<Recorded>,
}

impl Entry {
    /// What it holds in this installation.
    pub(super) fn kind_in(&self, office: &Office) -> Kind {
        match (self.kind, office.settings().rates.per_organisation) {
            (Kind::Number { min, unit: Unit::PerMinute, .. }, max) if max > 0 && self.recorded.is_some() => {
                Kind::Number { min, max, unit: Unit::PerMinute }
            }
            (kind, _) => kind,
        }
    }
}

/// The names of all of them, in their order.
pub const NAMES: [&str; ENTRIES.len()] = {
    let mut names = [""; ENTRIES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = ENTRIES[at].name;
        at += 1;
    }
    names
};

const fn number(min: u32, max: u32, unit: Unit) -> Kind {
    Kind::Number { min, max, unit }
}

/// A plain value of the organisation.
const fn here(name: &'static str, group: Group, kind: Kind, recorded: Recorded) -> Entry {
    Entry { name, group, kind, place: Place::Here, recorded: Some(recorded) }
}

/// Something of the organisation that has a page.
const fn on_page(name: &'static str, group: Group, page: &'static str, recorded: Recorded) -> Entry {
    Entry { name, group, kind: Kind::Structure, place: Place::Page(page), recorded: Some(recorded) }
}

/// What the operator set.
const fn of_installation(name: &'static str, group: Group, kind: Kind, key: &'static str) -> Entry {
    Entry { name, group, kind, place: Place::Configuration(key), recorded: None }
}

const fn setting(key: &'static str, field: &'static str) -> Recorded {
    (AuditKind::Setting, key, field)
}

const fn organisation(field: &'static str) -> Recorded {
    (AuditKind::Organisation, "", field)
}

const LANGUAGES: Kind = Kind::Choice(&["nb", "sv", "en"]);
/// Who checks the signatures of zones.
const SIGNATURES: Kind = Kind::Choice(&["own", "machine", "left_out", "unchecked"]);
const UNVERIFIED: Kind = Kind::Choice(&["warn", "refuse", "rewrite"]);
/// How the installation sends for whoever has no server of his own; where its relay is, is its operator's business.
const WAYS: Kind = Kind::Choice(&["direct", "relay"]);
const BURST: Kind = number(1, BURST_MAX, Unit::Count);
const INTERVAL: Kind = number(1, INTERVAL_S_MAX, Unit::Seconds);
const BIN: Kind = number(1, BIN_DAYS_MAX, Unit::Days);
const ANY: u32 = u32::MAX;

/// All of them. A new setting of an organisation gets a line here, a value in `values` and a way in `changing`.
pub(super) const ENTRIES: &[Entry] = &[
    here("organisation.name", Group::Organisation, Kind::Text, organisation("name")),
    here("organisation.language", Group::Organisation, LANGUAGES, setting("organisation.language", "value")),
    on_page("office_hours", Group::Organisation, "priorities", setting("office_hours", "")),
    of_installation("installation.base_url", Group::Organisation, Kind::Text, "base_url"),
    here("acquaintance.persons", Group::MailIn, Kind::Flag, setting("acquaintance", "persons")),
    here("acquaintance.companies", Group::MailIn, Kind::Flag, setting("acquaintance", "companies")),
    here(
        "person_import.rows",
        Group::MailIn,
        number(1, JOB_ROWS_MAX as u32, Unit::Count),
        setting("person_import", "rows"),
    ),
    here(
        "person_import.megabytes",
        Group::MailIn,
        number(1, IMPORT_MEGABYTES_MAX as u32, Unit::Megabytes),
        setting("person_import", "megabytes"),
    ),
    on_page("filter_order", Group::MailIn, "filters", setting("filter_order", "")),
    of_installation(
        "installation.mail_octets",
        Group::MailIn,
        number(0, ANY, Unit::Octets),
        "intake.mail_octets_max",
    ),
    of_installation("installation.check_senders", Group::MailIn, Kind::Flag, "intake.check_senders"),
    of_installation("installation.trusted_gateways", Group::MailIn, Kind::Text, "intake.trusted_gateways"),
    here("notify.with_text", Group::Cases, Kind::Flag, setting("notify", "with_text")),
    here(
        "notify.per_hour",
        Group::Cases,
        number(1, PER_HOUR_MAX, Unit::PerHour),
        setting("notify", "per_hour"),
    ),
    here(
        "notify.remind_days",
        Group::Cases,
        number(0, REMIND_DAYS_MAX, Unit::Days),
        setting("notify", "remind_days"),
    ),
    here(
        "notify.remind_hour",
        Group::Cases,
        number(0, 23, Unit::HourOfDay),
        setting("notify", "remind_hour"),
    ),
    on_page("notify.mailbox_id", Group::Cases, "notifications", setting("notify", "mailbox_id")),
    here("auto_reply.enabled", Group::Answers, Kind::Flag, setting("auto_reply", "enabled")),
    on_page("auto_reply.template_id", Group::Answers, "auto-replies", setting("auto_reply", "template_id")),
    here("auto_reply.per_address.burst", Group::Answers, BURST, setting("auto_reply", "per_address.burst")),
    here(
        "auto_reply.per_address.interval_s",
        Group::Answers,
        INTERVAL,
        setting("auto_reply", "per_address.interval_s"),
    ),
    here("auto_reply.per_case.burst", Group::Answers, BURST, setting("auto_reply", "per_case.burst")),
    here(
        "auto_reply.per_case.interval_s",
        Group::Answers,
        INTERVAL,
        setting("auto_reply", "per_case.interval_s"),
    ),
    here(
        "auto_reply.per_organisation.burst",
        Group::Answers,
        BURST,
        setting("auto_reply", "per_organisation.burst"),
    ),
    here(
        "auto_reply.per_organisation.interval_s",
        Group::Answers,
        INTERVAL,
        setting("auto_reply", "per_organisation.interval_s"),
    ),
    here(
        "faq.minimum_percent",
        Group::Answers,
        number(0, 100, Unit::Percent),
        setting("faq", "minimum_percent"),
    ),
    here("faq.most", Group::Answers, number(1, MOST_MAX as u32, Unit::Count), setting("faq", "most")),
    on_page(
        "outgoing_server",
        Group::MailOut,
        "outgoing",
        // As `domain::audit::Record::outgoing_server` has it for the organisation's.
        (AuditKind::OutgoingServer, "organisation", ""),
    ),
    on_page("sender_domains", Group::MailOut, "sender-domains", (AuditKind::SenderDomain, "", "")),
    here("sending.agent_name", Group::MailOut, Kind::Flag, setting("sending", "agent_name")),
    here("sending.own_address", Group::MailOut, Kind::Flag, setting("sending", "own_address")),
    here("sending.anonymous", Group::MailOut, Kind::Flag, setting("sending", "anonymous")),
    here("sending.unverified", Group::MailOut, UNVERIFIED, setting("sending", "unverified")),
    here(
        "sending.list_recipients_max",
        Group::MailOut,
        number(1, LIST_RECIPIENTS_MAX, Unit::Count),
        setting("sending", "list_recipients_max"),
    ),
    here("file_links.enabled", Group::MailOut, Kind::Flag, setting("file_links", "enabled")),
    here(
        "file_links.days",
        Group::MailOut,
        number(1, FILE_LINK_DAYS_MAX, Unit::Days),
        setting("file_links", "days"),
    ),
    here(
        "file_links.fetches",
        Group::MailOut,
        number(1, FILE_LINK_FETCHES_MAX, Unit::Count),
        setting("file_links", "fetches"),
    ),
    here(
        "file_links.megabytes",
        Group::MailOut,
        number(1, LINKED_MEGABYTES_MAX, Unit::Megabytes),
        setting("file_links", "megabytes"),
    ),
    on_page("sending.identity_id", Group::MailOut, "senders", setting("sending", "identity_id")),
    here(
        "send_rates.per_minute",
        Group::MailOut,
        number(0, PER_MINUTE_MAX, Unit::PerMinute),
        setting("send_rates", "per_minute"),
    ),
    of_installation(
        "installation.per_minute_of_organisation",
        Group::MailOut,
        number(0, PER_MINUTE_MAX, Unit::PerMinute),
        "outbox.per_minute_of_organisation",
    ),
    of_installation(
        "installation.per_minute_to_destination",
        Group::MailOut,
        number(0, PER_MINUTE_MAX, Unit::PerMinute),
        "outbox.per_minute_to_destination",
    ),
    of_installation(
        "installation.per_minute_to_named",
        Group::MailOut,
        Kind::Text,
        "outbox.per_minute_to_named",
    ),
    of_installation(
        "installation.lifetime_hours",
        Group::MailOut,
        number(0, ANY, Unit::Hours),
        "outbox.lifetime_hours",
    ),
    of_installation("installation.signatures", Group::MailOut, SIGNATURES, "network.dnssec"),
    of_installation("installation.host_name", Group::MailOut, Kind::Text, "host_name"),
    of_installation("installation.unverified", Group::MailOut, UNVERIFIED, "outgoing.unverified"),
    of_installation("installation.rewrite_from", Group::MailOut, Kind::Text, "outgoing.rewrite_from"),
    of_installation("installation.outgoing_kind", Group::MailOut, WAYS, "outgoing.kind"),
    here(
        "returns.accepted_returns",
        Group::Returns,
        number(1, ACCEPTED_RETURNS_MAX, Unit::Count),
        organisation("accepted_returns"),
    ),
    here(
        "returns.trial_days",
        Group::Returns,
        number(1, TRIAL_DAYS_MAX, Unit::Days),
        organisation("trial_days"),
    ),
    here("returns.mail_lifts_blocks", Group::Returns, Kind::Flag, organisation("mail_lifts_blocks")),
    here("refusals.puts_off", Group::Returns, Kind::Flag, setting("refusals", "puts_off")),
    here("bins.cases", Group::Keeping, BIN, organisation("case_bin_days")),
    here("bins.spam", Group::Keeping, BIN, organisation("spam_bin_days")),
    here("bins.queues", Group::Keeping, BIN, organisation("queue_bin_days")),
    here(
        "sent_mail.days",
        Group::Keeping,
        number(0, SENT_DAYS_MAX, Unit::DaysOrEver),
        setting("sent_mail", "days"),
    ),
    here(
        "domain_reports.kept_days",
        Group::Keeping,
        number(DOMAIN_REPORTS_DAYS_RANGE.0, DOMAIN_REPORTS_DAYS_RANGE.1, Unit::Days),
        setting("domain_reports", "kept_days"),
    ),
    here(
        "audit.days",
        Group::Keeping,
        number(AUDIT_DAYS_MIN, AUDIT_DAYS_MAX, Unit::Days),
        organisation("audit_days"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_there_once_and_groups_stand_together() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ENTRIES.len());
        assert!(ENTRIES.windows(2).all(|pair| pair[0].group <= pair[1].group));
    }

    #[test]
    fn what_the_operator_set_is_changed_nowhere_else() {
        for one in ENTRIES {
            let is_of_installation = matches!(one.place, Place::Configuration(_));
            assert_eq!(one.recorded.is_none(), is_of_installation, "{}", one.name);
            assert_eq!(one.name.starts_with("installation."), is_of_installation, "{}", one.name);
        }
    }

    #[test]
    fn choices_are_all_that_there_are() {
        let unverified =
            domain::preflight::UnverifiedRule::ALL.map(domain::preflight::UnverifiedRule::as_str);
        assert!(matches!(UNVERIFIED, Kind::Choice(known) if known == unverified));
        for way in [domain::outbox::TransportKind::Direct, domain::outbox::TransportKind::Relay] {
            assert!(matches!(WAYS, Kind::Choice(known) if known.contains(&way.as_str())));
        }
        let languages = domain::org::Language::ALL.map(domain::org::Language::as_str);
        assert!(matches!(LANGUAGES, Kind::Choice(known) if known == languages));
    }
}
