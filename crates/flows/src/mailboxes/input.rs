//! What a person enters of a mailbox, and the settings that it makes of the present ones.

use domain::mailbox::{AfterImport, Protocol, Security, SignIn};
use domain::org::Language;
use domain::{
    Actor, CategoryId, EmailAddress, PriorityId, Problem, RequestTypeId, Secret, TemplateId, Timestamp,
};
use store::mailboxes::{MailboxRules, MailboxSettings};

use super::{gateways, server};
use crate::addresses::deaf;
use crate::office::Office;
use crate::{cases, oauth, organisation, problem, request_types, templates};

/// How often a mailbox may be looked at, seconds.
const INTERVAL_S: std::ops::RangeInclusive<u32> = 30..=86_400;
/// How often it is looked at when nothing else is said, seconds.
const INTERVAL_S_DEFAULT: u32 = 60;
/// How long a mailbox may go without a successful look before people are told, seconds.
const ALARM_S: std::ops::RangeInclusive<u32> = 300..=604_800;
/// How far a mail server's clock may be behind ours, milliseconds.
const CLOCK_TOLERANCE_MS: i64 = 5 * 60 * 1000;
/// Further addresses of one mailbox.
const ALIASES_MAX: usize = 50;
/// Header fields that a case shows with a message.
const SHOWN_FIELDS_MAX: usize = 20;
/// Octets of a host name, user name, folder or display name.
const NAME_OCTETS_MAX: usize = 255;

/// The server that a mailbox is fetched from; `None` leaves a field or takes its default.
#[derive(Clone, Default)]
pub struct ServerInput {
    /// IMAP, POP3, or our own listener.
    pub protocol: Option<Protocol>,
    /// The server's name.
    pub host: Option<String>,
    /// Its port; the protocol's usual one when not given.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Option<Security>,
    /// Who signs in.
    pub username: Option<String>,
    /// With what: a password, or an application's tokens.
    pub sign_in: Option<SignIn>,
    /// The password; an empty one removes it.
    pub password: Option<Secret>,
    /// The IMAP folder.
    pub folder: Option<String>,
}

/// What a person enters of a mailbox; `None` leaves a field or takes its default.
#[derive(Clone, Default)]
pub struct MailboxInput {
    /// The address.
    pub address: Option<String>,
    /// The name its mail is sent under.
    pub display_name: Option<String>,
    /// Where its mail is fetched.
    pub server: ServerInput,
    /// Seconds between two looks.
    pub interval_s: Option<u32>,
    /// What becomes of the server's copy.
    pub after_import: Option<AfterImport>,
    /// Category of new cases.
    pub category_id: Option<Option<CategoryId>>,
    /// Priority of new cases.
    pub priority_id: Option<Option<PriorityId>>,
    /// Request type of new cases.
    pub request_type_id: Option<Option<RequestTypeId>>,
    /// Where a copy is sent.
    pub forwarding_address: Option<Option<String>>,
    /// Language of what is written in its name.
    pub language: Option<Language>,
    /// Whether it is fetched, or listened for.
    pub active: Option<bool>,
    /// Its further addresses.
    pub aliases: Option<Vec<String>>,
    /// Which of its mail is taken in, and what else is done for it.
    pub rules: RulesInput,
    /// The version that whoever changes it saw; one that was changed since is not written over.
    pub seen_version: Option<i64>,
}

/// How much of what lies on the server already is taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum History {
    /// Nothing: what arrives from this moment on.
    None,
    /// What arrived since `import_from`.
    Since,
    /// Everything.
    All,
}

/// Which of a mailbox's mail is taken in; `None` leaves a field or takes its default.
#[derive(Clone, Default)]
pub struct RulesInput {
    /// Whether those who write to it get a receipt.
    pub auto_reply: Option<bool>,
    /// The receipt's text, or the organisation's.
    pub reply_template_id: Option<Option<TemplateId>>,
    /// The folder of the FAQ that its receipts suggest entries of, or none.
    pub faq_folder: Option<Option<String>>,
    /// Names of header fields that a case shows.
    pub shown_fields: Option<Vec<String>>,
    /// Addresses and networks of servers before it that are believed.
    pub trusted_gateways: Option<Vec<String>>,
    /// Whether automatic replies and system messages become messages of cases.
    pub imports_automatic: Option<bool>,
    /// How much history is taken in. A new mailbox for which neither this nor `import_from` says
    /// anything takes none: its first visit must not bring years of mail that nobody asked for. One
    /// that was deleted a short while ago goes on then where it was left.
    pub history: Option<History>,
    /// What arrived before this is left alone.
    pub import_from: Option<Option<Timestamp>>,
    /// Seconds without a successful look before people are told.
    pub alarm_after_s: Option<u32>,
}

impl RulesInput {
    /// Whether nobody said how much a new mailbox takes of what lies on its server: who says "none" means it.
    pub(super) fn leaves_history_unsaid(&self) -> bool {
        self.history.is_none() && self.import_from.is_none()
    }
}

/// Whether another server is meant than before, to which a stored password must not go: also where it is another by its protocol,
/// or by the usual port of another protocol or encryption, which nobody named.
pub(crate) fn moved(settings: &MailboxSettings, server: &ServerInput) -> bool {
    let other = |given: Option<&String>, stored: &str| given.is_some_and(|given| given.trim() != stored);
    let (protocol, security, port) = reached(Some(settings), server);
    other(server.host.as_ref(), &settings.host)
        || other(server.username.as_ref(), &settings.username)
        || (protocol, port) != (settings.protocol, settings.port)
        || (security == Security::None && settings.security != Security::None)
}

/// How the server is spoken to, and where: a port that was kept is that of its protocol and encryption, and others have a usual
/// one of their own.
fn reached(present: Option<&MailboxSettings>, server: &ServerInput) -> (Protocol, Security, u16) {
    let protocol = server.protocol.or(present.map(|present| present.protocol)).unwrap_or(Protocol::Imap);
    let security = server.security.or(present.map(|present| present.security)).unwrap_or_default();
    let same = present.filter(|present| present.protocol == protocol && present.security == security);
    let port = server.port.or(same.map(|present| present.port));
    (protocol, security, port.unwrap_or(protocol.default_port(security)))
}

/// The settings that the input makes of the present ones.
pub(crate) async fn checked(
    office: &Office,
    actor: &Actor,
    present: Option<&MailboxSettings>,
    input: MailboxInput,
) -> Result<MailboxSettings, Problem> {
    if let Some(Some(category)) = input.category_id {
        cases::known_category(office, actor, category).await?;
    }
    if let Some(Some(priority)) = input.priority_id {
        cases::known_priority(office, actor, priority).await?;
    }
    if let Some(Some(request_type)) = input.request_type_id {
        request_types::there(&office.store().read(), actor.organisation, request_type).await?;
    }
    if let Some(Some(template)) = input.rules.reply_template_id {
        templates::known(office, actor, ("reply_template_id", template)).await?;
    }
    if let Some(SignIn::OAuth(application)) = input.server.sign_in {
        oauth::applications::known(office, actor.organisation, application).await?;
    }
    let input = match (present, input.language) {
        (None, None) => {
            let language = organisation::language(&office.store().read(), actor.organisation).await;
            MailboxInput { language: Some(language.map_err(problem::from_store)?), ..input }
        }
        (Some(_), _) | (None, Some(_)) => input,
    };
    let settings = merged(present, input, office.now())?;
    // Its own address is not asked for: a domain that moves here may say that it takes no mail until the day it does.
    let before = present.and_then(|present| present.forwarding_address.as_ref()).map(EmailAddress::key);
    let forwards = settings.forwarding_address.iter().filter(|new| Some(new.key()) != before);
    deaf::refuse(office, "forwarding_address", forwards).await?;
    if !INTERVAL_S.contains(&settings.interval_s) {
        let (min, max) = (INTERVAL_S.start(), INTERVAL_S.end());
        let detail = format!("the interval must be between {min} and {max} seconds");
        return Err(Problem::invalid("interval_s", "mailbox.interval", detail));
    }
    if !ALARM_S.contains(&settings.rules.alarm_after_s) {
        let detail = "the alarm must come after 5 minutes to 7 days".to_owned();
        return Err(Problem::invalid("alarm_after_s", "mailbox.alarm", detail));
    }
    match settings.protocol {
        Protocol::Smtp => {
            let (host, username) = (String::new(), String::new());
            Ok(MailboxSettings { host, username, sign_in: SignIn::Password, ..settings })
        }
        Protocol::Imap | Protocol::Pop3 => {
            server::check((&settings.host, settings.port), settings.security, &settings.username)?;
            Ok(settings)
        }
    }
}

fn merged(
    present: Option<&MailboxSettings>,
    input: MailboxInput,
    now: Timestamp,
) -> Result<MailboxSettings, Problem> {
    let address = match (input.address, present) {
        (Some(text), _) => address("address", &text)?,
        (None, Some(present)) => present.address.clone(),
        (None, None) => return Err(Problem::invalid("address", "address_missing", "the address is missing")),
    };
    let server = input.server;
    let (protocol, security, port) = reached(present, &server);
    let forwarding_address = match input.forwarding_address {
        Some(Some(text)) => Some(self::address("forwarding_address", &text)?),
        Some(None) => None,
        None => present.and_then(|present| present.forwarding_address.clone()),
    };
    let kept = |given: Option<String>, stored: Option<&String>, default: &str| {
        given.map(|given| given.trim().to_owned()).or(stored.cloned()).unwrap_or_else(|| default.to_owned())
    };
    Ok(MailboxSettings {
        display_name: named(
            "display_name",
            kept(input.display_name, present.map(|present| &present.display_name), ""),
        )?,
        host: named("host", kept(server.host, present.map(|present| &present.host), ""))?,
        username: named(
            "username",
            kept(server.username, present.map(|present| &present.username), &address.to_string()),
        )?,
        sign_in: server.sign_in.or(present.map(|present| present.sign_in)).unwrap_or_default(),
        folder: named("folder", kept(server.folder, present.map(|present| &present.folder), "INBOX"))?,
        interval_s: input
            .interval_s
            .or(present.map(|present| present.interval_s))
            .unwrap_or(INTERVAL_S_DEFAULT),
        after_import: input
            .after_import
            .or(present.map(|present| present.after_import))
            .unwrap_or(AfterImport::Keep),
        category_id: input.category_id.unwrap_or(present.and_then(|present| present.category_id)),
        priority_id: input.priority_id.unwrap_or(present.and_then(|present| present.priority_id)),
        request_type_id: input.request_type_id.unwrap_or(present.and_then(|present| present.request_type_id)),
        language: input.language.or(present.map(|present| present.language)).unwrap_or_default(),
        active: input.active.or(present.map(|present| present.active)).unwrap_or(true),
        rules: rules(present.map(|present| &present.rules), input.rules, now)?,
        address,
        protocol,
        security,
        port,
        forwarding_address,
    })
}

fn rules(present: Option<&MailboxRules>, input: RulesInput, now: Timestamp) -> Result<MailboxRules, Problem> {
    let import_from = import_from(present, &input, now)?;
    let present = present.cloned().unwrap_or_default();
    Ok(MailboxRules {
        auto_reply: input.auto_reply.unwrap_or(present.auto_reply),
        reply_template_id: input.reply_template_id.unwrap_or(present.reply_template_id),
        faq_folder: match input.faq_folder {
            Some(folder) => folder.map(|folder| faq_folder(&folder)).transpose()?,
            None => present.faq_folder,
        },
        shown_fields: match input.shown_fields {
            Some(names) => field_names(&names)?,
            None => present.shown_fields,
        },
        trusted_gateways: match input.trusted_gateways {
            Some(networks) => gateways::read(&networks)?,
            None => present.trusted_gateways,
        },
        imports_automatic: input.imports_automatic.unwrap_or(present.imports_automatic),
        import_from,
        alarm_after_s: input.alarm_after_s.unwrap_or(present.alarm_after_s),
    })
}

fn faq_folder(text: &str) -> Result<String, Problem> {
    let folder = templates::folder(text);
    if folder.len() > NAME_OCTETS_MAX {
        let detail = format!("the folder has more than {NAME_OCTETS_MAX} octets; choose one that there is");
        let refused = Problem::invalid("faq_folder", "text_too_long", detail);
        return Err(refused.with("max", NAME_OCTETS_MAX.to_string()));
    }
    Ok(folder)
}

/// From when on mail is taken in.
fn import_from(
    present: Option<&MailboxRules>,
    input: &RulesInput,
    now: Timestamp,
) -> Result<Option<Timestamp>, Problem> {
    // A server's clock may be behind ours: better an older mail too many than a new one too few.
    let from_now_on = now.plus_millis(-CLOCK_TOLERANCE_MS);
    let contradiction = |detail| Problem::invalid("history", "mailbox.history", detail);
    match (input.history, input.import_from) {
        (Some(History::None), None | Some(None)) => Ok(Some(from_now_on)),
        (Some(History::All), None | Some(None)) => Ok(None),
        (Some(History::Since), Some(Some(from))) => Ok(Some(from)),
        (Some(History::Since), None | Some(None)) => {
            Err(contradiction("`history` is `since`; say since when in `import_from`"))
        }
        (Some(History::None | History::All), Some(Some(_))) => {
            Err(contradiction("`import_from` goes with `history` `since` alone; leave one of them out"))
        }
        (None, Some(from)) => Ok(from),
        (None, None) => Ok(present.map_or(Some(from_now_on), |present| present.import_from)),
    }
}

/// RFC 5322 2.2: a field name is printable ASCII without a colon.
fn field_names(names: &[String]) -> Result<Vec<String>, Problem> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim().trim_end_matches(':')).filter(|name| !name.is_empty()) {
        if name.len() > 77 || !name.bytes().all(|octet| (b'!'..=b'~').contains(&octet) && octet != b':') {
            let detail = format!("`{name}` is no name of a header field; write it as in `Reply-To`");
            return Err(Problem::invalid("shown_fields", "mailbox.field_name", detail));
        }
        if !kept.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            kept.push(name.to_owned());
        }
    }
    if kept.len() > SHOWN_FIELDS_MAX {
        let detail = format!("a case shows at most {SHOWN_FIELDS_MAX} header fields");
        return Err(Problem::invalid("shown_fields", "mailbox.too_many_fields", detail));
    }
    Ok(kept)
}

/// The further addresses, where any are given.
pub(super) fn aliases(given: Option<&[String]>) -> Result<Option<Vec<EmailAddress>>, Problem> {
    let Some(given) = given else { return Ok(None) };
    if given.len() > ALIASES_MAX {
        let detail = format!("a mailbox has at most {ALIASES_MAX} further addresses");
        return Err(Problem::invalid("aliases", "mailbox.too_many_aliases", detail));
    }
    let given = given.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    given.map(|text| address("aliases", text)).collect::<Result<_, _>>().map(Some)
}

fn address(field: &'static str, text: &str) -> Result<EmailAddress, Problem> {
    text.parse()
        .map_err(|error: domain::AddressError| Problem::invalid(field, "address_invalid", error.to_string()))
}

fn named(field: &'static str, text: String) -> Result<String, Problem> {
    if text.len() > NAME_OCTETS_MAX || text.chars().any(char::is_control) {
        let detail = format!("`{field}` must be one line of at most {NAME_OCTETS_MAX} octets");
        return Err(Problem::invalid(field, "name_invalid", detail));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(host: &str, security: Security) -> MailboxInput {
        MailboxInput {
            address: Some("post@example.org".to_owned()),
            server: ServerInput {
                host: Some(host.to_owned()),
                security: Some(security),
                ..ServerInput::default()
            },
            ..MailboxInput::default()
        }
    }

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    #[test]
    fn history_is_taken_in_only_where_somebody_says_so() {
        let from = |history, import_from| {
            let mut input = input("imap.example.org", Security::Tls);
            input.rules = RulesInput { history, import_from, ..RulesInput::default() };
            merged(None, input, NOW)
                .map(|settings| settings.rules.import_from)
                .map_err(|problem| problem.code)
        };
        let since = NOW.plus_millis(-1000);
        let fresh = NOW.plus_millis(-CLOCK_TOLERANCE_MS);
        assert_eq!(from(None, None), Ok(Some(fresh)));
        assert_eq!(from(Some(History::None), None), Ok(Some(fresh)));
        assert_eq!(from(Some(History::All), None), Ok(None));
        assert_eq!(from(Some(History::Since), Some(Some(since))), Ok(Some(since)));
        assert_eq!(from(None, Some(None)), Ok(None));
        assert_eq!(from(Some(History::Since), None), Err("mailbox.history"));
        assert_eq!(from(Some(History::All), Some(Some(since))), Err("mailbox.history"));

        let settings = merged(None, input("imap.example.org", Security::Tls), NOW).unwrap();
        let later = merged(Some(&settings), MailboxInput::default(), NOW.plus_millis(5)).unwrap();
        assert_eq!(later.rules.import_from, Some(fresh), "a change that does not name it leaves it alone");
    }

    #[test]
    fn defaults_are_the_safe_ones() {
        let settings = merged(None, input("imap.example.org", Security::Tls), NOW).unwrap();
        assert_eq!(settings.port, 993);
        assert_eq!(settings.username, "post@example.org");
        assert_eq!(settings.after_import, AfterImport::Keep);
    }

    #[test]
    fn a_change_of_security_moves_to_its_usual_port() {
        let settings = merged(None, input("imap.example.org", Security::Tls), NOW).unwrap();
        let change = MailboxInput {
            server: ServerInput { security: Some(Security::StartTls), ..ServerInput::default() },
            ..MailboxInput::default()
        };
        assert_eq!(merged(Some(&settings), change, NOW).unwrap().port, 143);
    }

    #[test]
    fn passwords_stay_with_the_server_they_were_entered_for() {
        let settings = merged(None, input("imap.example.org", Security::Tls), NOW).unwrap();
        let to = |host: &str| ServerInput { host: Some(host.to_owned()), ..ServerInput::default() };
        assert!(moved(&settings, &to("imap.attacker.example")));
        assert!(!moved(&settings, &to("imap.example.org")));
        let over = |security| ServerInput { security: Some(security), ..ServerInput::default() };
        assert!(moved(&settings, &over(Security::None)), "it would go there in the open");
        assert!(moved(&settings, &over(Security::StartTls)), "that has another port");
        let same_port = ServerInput { port: Some(993), ..over(Security::StartTls) };
        assert!(!moved(&settings, &same_port));
        for port in [None, Some(993)] {
            let protocol = Some(Protocol::Pop3);
            assert!(moved(&settings, &ServerInput { protocol, port, ..ServerInput::default() }));
        }
    }
}
