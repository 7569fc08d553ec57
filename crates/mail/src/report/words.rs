//! Notices in words: the failed addresses, and what the host said of each.
//!
//! All of them are built alike: a line that begins with an address (`<kari@example.no>:`), or ends with one, and the
//! words that belong to it below. The words above the first address stand for all.

use std::cell::OnceCell;
use std::sync::LazyLock;

use domain::EmailAddress;
use regex::Regex;

use super::copy;
use super::outcome::{self, Outcome};
use super::recipient::bare;
use super::{DIAGNOSTIC_OCTETS_MAX, Original, RECIPIENTS_MAX, ReportRecipient, codes};
use crate::body;
use crate::charset;
use crate::defect::Defects;
use crate::header::{Header, one_line};
use crate::letter::Letter;
use crate::rules;
use crate::structure::{Part, Structure};
use crate::text;
use crate::value;

/// Octets of the notice that are read; the quoted mail follows.
const READ_OCTETS_MAX: usize = 16 * 1024;

/// The words of a report.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Before the copy of the mail.
    pub(super) notice: String,
    /// The copy, where it stands behind the words.
    pub(super) copy: String,
}

/// Where the copy of the mail begins.
static COPY: LazyLock<Regex> = LazyLock::new(|| {
    let beginning = rules::alternatives("copies", "line-beginnings");
    let within = rules::alternatives("copies", "lines");
    Regex::new(&format!("(?im)^(?:{beginning}|.*(?:{within})).*$")).expect("the tests read the patterns")
});

/// What stands before an address of somebody who was not reached, at the beginning of a line.
static LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("recipients", "labels"));

/// Local parts of those who help (RFC 2142).
static HELPERS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("recipients", "helpers"));

/// What stands before an address that wrote.
static SENDERS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("recipients", "senders"));

/// An address among words.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"[^\s<>:;,()\[\]"'|*=]+@[^\s<>:;,()\[\]"'|*=?/\\]+"#).expect("the pattern is fixed")
});

/// An address in angle brackets, which HTML takes for a tag.
static TAG_OF_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<([^<>\s/=]+@[^<>\s/=]+)>").expect("the pattern is fixed"));

/// Reads the words of a report, without its parts of fields and copies.
pub(super) fn told(structure: &Structure<'_>) -> Told {
    let is_words = |part: &&Part<'_>| part.media_type == "text/plain" || part.media_type == "text/html";
    let parts: Vec<&Part<'_>> = structure.parts.iter().filter(is_words).take(4).collect();
    let plain =
        parts.iter().find(|part| part.media_type == "text/plain" && !part.body.trim_ascii().is_empty());
    let Some(part) = plain.or(parts.first()) else { return Told::default() };
    let mut defects = Defects::default();
    let decoded = body::decoded(part, &mut defects);
    // quirk: Yahoo writes addresses into HTML in bare angle brackets.
    let whole = if part.media_type == "text/html" {
        text::from_html(&TAG_OF_ADDRESS.replace_all(&decoded, "&lt;$1&gt;"))
    } else {
        decoded
    };
    let read = charset::cut(&whole, READ_OCTETS_MAX);
    match COPY.find(read) {
        Some(mark) => Told { notice: read[..mark.start()].to_owned(), copy: read[mark.end()..].to_owned() },
        None => Told { notice: read.to_owned(), copy: String::new() },
    }
}

/// The recipients that the words name.
pub(super) fn recipients(letter: &Letter<'_, '_>, told: &Told, original: &Original) -> Vec<ReportRecipient> {
    let header = letter.header();
    let others = Others::of(header, original);
    let mut found = in_header(header);
    let anchored = anchored(&told.notice, &others);
    if found.is_empty() {
        found = anchored.iter().map(|(address, _)| address.clone()).collect();
    }
    if found.is_empty() {
        found = within(&told.notice, &others);
    }
    if found.is_empty() {
        found = within(letter.subject, &others);
    }
    // Several addresses within sentences are recipients, examples and helpers in any mixture.
    let is_named = !anchored.is_empty() || header.has("x-failed-recipients");
    let mut guessed = !is_named && found.len() != 1;
    if found.is_empty() {
        guessed = true;
        let named = copy::addresses_in(&told.notice);
        match (original.to.as_slice(), named.as_slice()) {
            ([only], _) | ([], [only]) => found.push(only.clone()),
            _ => {}
        }
    }
    let first = anchored.iter().map(|(_, at)| at.0).min().unwrap_or(told.notice.len());
    let whole = Whole::of(letter.subject, &told.notice, original);
    found.truncate(RECIPIENTS_MAX);
    found
        .into_iter()
        .map(|address| {
            let own =
                anchored.iter().find(|(known, _)| *known == address).map(|(_, at)| &told.notice[at.0..at.1]);
            let said = Said { own: own.unwrap_or_default(), intro: &told.notice[..first], whole: &whole };
            said.of(address, guessed)
        })
        .collect()
}

/// Whether the words name a recipient as servers do: at the beginning of a line, or at the end of one that says that he
/// was not reached. An address within a sentence is what people write.
pub(super) fn names_on_a_line(letter: &Letter<'_, '_>, told: &Told) -> bool {
    let others = Others::of(letter.header(), &Original::default());
    !anchored(&told.notice, &others).is_empty()
        || told.notice.lines().any(|line| ends_with_one(line, &others))
}

/// `Did not reach the following recipient: kari@example.no`.
fn ends_with_one(line: &str, others: &Others) -> bool {
    let Some((before, behind)) = line.rsplit_once(':').filter(|(_, behind)| behind.contains('@')) else {
        return false;
    };
    let address = behind.split_whitespace().next().filter(|_| behind.split_whitespace().count() == 1);
    let is_one = address.and_then(parsed).is_some_and(|address| !others.has(&address));
    is_one && outcome::says_refused(&before.to_lowercase())
}

/// What fields leave out and words tell.
pub(super) fn complete(recipients: &mut [ReportRecipient], told: &Told) {
    let is_mute = |words: &Option<String>| words.as_deref().is_none_or(|words| words.len() < 8);
    let [only] = recipients else { return };
    if is_mute(&only.diagnostic)
        && let Some(words) = first_words(&told.notice)
    {
        only.reply = only.reply.or_else(|| codes::first_reply(&words));
        only.status = only.status.or_else(|| codes::first_status(&words));
        only.diagnostic = Some(words);
    }
}

/// At most so many octets, cut between characters.
pub(super) fn cut(text: &str, octets_max: usize) -> String {
    charset::cut(text.trim(), octets_max).to_owned()
}

/// The words for all recipients, each thing in them looked for once.
struct Whole<'t> {
    notice: &'t str,
    outcome: Outcome<'t>,
    reply: OnceCell<Option<String>>,
    host: OnceCell<Option<String>>,
}

impl<'t> Whole<'t> {
    fn of(subject: &'t str, notice: &'t str, original: &'t Original) -> Self {
        let outcome = Outcome::of(subject, notice, original.subject.as_deref());
        Self { notice, outcome, reply: OnceCell::new(), host: OnceCell::new() }
    }

    fn first_words(&self) -> Option<String> {
        self.reply.get_or_init(|| first_words(self.notice)).clone()
    }

    fn host(&self) -> Option<String> {
        self.host.get_or_init(|| host_in(self.notice)).clone()
    }
}

/// The words for one recipient, from near to far.
struct Said<'t> {
    own: &'t str,
    intro: &'t str,
    whole: &'t Whole<'t>,
}

impl Said<'_> {
    fn of(&self, address: EmailAddress, guessed: bool) -> ReportRecipient {
        // The code of another recipient's block is not this one's.
        let is_told = |words: &String| words.len() > address.to_string().len() + 8;
        let near = || one_line(&self.own.split_whitespace().collect::<Vec<_>>().join(" "));
        let far = || one_line(&self.intro.split_whitespace().collect::<Vec<_>>().join(" "));
        let diagnostic = first_words(self.own)
            .or_else(|| Some(near()).filter(is_told))
            .or_else(|| self.whole.first_words())
            .unwrap_or_else(far);
        let status = codes::first_status(&diagnostic).or_else(|| codes::first_status(self.own));
        let reply = codes::first_reply(&diagnostic);
        ReportRecipient {
            final_recipient: Some(address),
            original_recipient: None,
            action: self.whole.outcome.of_recipient((status, reply)),
            status,
            reply,
            remote_host: host_in(self.own).or_else(|| self.whole.host()),
            diagnostic: (!diagnostic.is_empty()).then(|| cut(&diagnostic, DIAGNOSTIC_OCTETS_MAX)),
            retry_until: None,
            guessed,
        }
    }
}

/// RFC 5321 4.2: a host's words, from their code to the end of their paragraph.
fn first_words(text: &str) -> Option<String> {
    if !codes::may_reply(text) {
        return None;
    }
    static REPLY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)(?:^|[\s:;>'\x22])([45][0-9][0-9][ -]+(?:#?[245]\.[0-9]{1,3}\.[0-9]{1,3}|[^\s0-9][^\n]{2,})[^\n]*)").expect("the pattern is fixed")
    });
    let found = REPLY.captures(text)?.get(1)?;
    let rest = &text[found.start()..];
    let end = rest.find("\n\n").unwrap_or(rest.len());
    let words: Vec<&str> = rest[..end].split_whitespace().collect();
    Some(cut(&words.join(" "), DIAGNOSTIC_OCTETS_MAX))
}

/// The host that is said to have answered.
fn host_in(text: &str) -> Option<String> {
    static HOST: LazyLock<Regex> = LazyLock::new(|| {
        let before = rules::alternatives("recipients", "hosts");
        let host = r"(?:for the recipient domain [^ ]+ by )?([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+\.[a-z]{2,})";
        Regex::new(&format!(r"(?i)(?:{before})[ \t\n]+{host}")).expect("the pattern is fixed")
    });
    HOST.captures(text).map(|found| found[1].to_ascii_lowercase())
}

/// Exim and Gmail name them in the header.
fn in_header(header: &Header<'_>) -> Vec<EmailAddress> {
    let named = header.get("x-failed-recipients").map(|field| field.text(&mut Defects::default()));
    named.unwrap_or_default().split(',').filter_map(|text| text.trim().parse().ok()).collect()
}

/// Addresses in a notice that are not those of recipients.
struct Others(Vec<EmailAddress>);

impl Others {
    fn of(header: &Header<'_>, original: &Original) -> Self {
        let fields = ["from", "to", "reply-to", "return-path", "sender", "cc"];
        let named = fields.iter().flat_map(|name| value::participants(header, name, &mut Defects::default()));
        let mut list: Vec<EmailAddress> = named.filter_map(|one| one.address).collect();
        list.extend(original.from.clone());
        // A mail to oneself comes back to its recipient.
        list.retain(|address| !original.to.contains(address));
        Self(list)
    }

    /// RFC 2142: those who help are named in every notice.
    fn has(&self, address: &EmailAddress) -> bool {
        HELPERS.contains(&address.local().to_ascii_lowercase().as_str()) || self.0.contains(address)
    }
}

/// Addresses that begin their line, and the block of words that belongs to each.
fn anchored(notice: &str, others: &Others) -> Vec<(EmailAddress, (usize, usize))> {
    let mut found: Vec<(EmailAddress, (usize, usize))> = Vec::new();
    let mut at = 0;
    for line in notice.split_inclusive('\n') {
        if let Some(address) = leading_address(line).filter(|address| !others.has(address))
            && found.len() < RECIPIENTS_MAX
        {
            if let Some(last) = found.last_mut() {
                last.1.1 = at;
            }
            if found.iter().all(|(known, _)| *known != address) {
                found.push((address, (at, notice.len())));
            } else if let Some(last) = found.last_mut() {
                last.1.1 = notice.len();
            }
        }
        at += line.len();
    }
    found
}

/// The address at the beginning of a line, after bullets and a label such as `Recipient:`.
fn leading_address(line: &str) -> Option<EmailAddress> {
    if !line.contains('@') {
        return None;
    }
    let start = line.trim_start_matches(|character: char| " \t>|*-•·[".contains(character));
    let lower = start.to_lowercase();
    let label = lower.find(':').map(|colon| lower[..colon].trim());
    let start = match label {
        Some(label) if LABELS.contains(&label) => start.split_once(':')?.1,
        Some(_) | None => start,
    };
    let start = start.trim_start_matches([' ', '\t', '<', '"', '\'', '(']);
    let found = ADDRESS.find(start).filter(|found| found.start() == 0)?;
    begins_block(&start[found.end()..]).then(|| parsed(found.as_str()))?
}

/// What may follow an address that words are told about; in a sentence that was broken there, words follow.
fn begins_block(after: &str) -> bool {
    let after = after.trim_start_matches(['>', '"', '\'', ')', ']', ' ', '\t']).trim_end();
    const MARKS: [&str; 11] = ["...", ":", ";", "-", "(", "[", "=", "4", "5", "on ", "…"];
    after.is_empty() || after == "." || MARKS.iter().any(|mark| after.starts_with(mark))
}

/// Addresses anywhere in the words, but for those of the mail's own header.
fn within(text: &str, others: &Others) -> Vec<EmailAddress> {
    const FIELDS: [&str; 5] = ["to:", "cc:", "from:", "reply-to:", "sender:"];
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.contains('@')) {
        let start = line.trim_start_matches([' ', '\t', '*', '>']).to_lowercase();
        if FIELDS.iter().any(|field| start.starts_with(field)) {
            continue;
        }
        for one in ADDRESS.find_iter(line) {
            let before = line[..one.start()].trim_end_matches(['<', '"']);
            let is_sender = SENDERS.iter().any(|words| before.ends_with(*words));
            if let Some(address) = parsed(one.as_str())
                && !is_sender
                && !others.has(&address)
                && !found.contains(&address)
                && found.len() < RECIPIENTS_MAX
            {
                found.push(address);
            }
        }
    }
    found
}

fn parsed(text: &str) -> Option<EmailAddress> {
    let text = bare(text).trim_end_matches(['.', '!', ',', '-']);
    let address: EmailAddress = text.parse().ok()?;
    address.domain().contains('.').then_some(address)
}
