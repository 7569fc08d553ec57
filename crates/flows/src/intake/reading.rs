//! One claimed mail, read: raw bytes and what was parsed of them.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::Timestamp;
use domain::timeline::AuthenticityTold;
use futures_util::future::join_all;
use mail::{Class, Defect, Parsed, Participant};
use policy::returns::Evidence;
use store::cases::{AttachmentMeta, Correspondent, MessageContent};
use store::intake::{IntakeRow, Summary};
use store::{Conn, StoreError};

use super::domain_report::Brought;
use super::nameless;
use super::vouching::{self, Vouching};
use crate::office::Office;
use crate::{addresses, returns};

/// A mail on its way, parsed.
#[derive(Clone)]
pub(super) struct Reading {
    /// Its row.
    pub(super) row: IntakeRow,
    /// What was read.
    pub(super) parsed: Parsed,
    /// What its writer wrote, without quotes and signature.
    pub(super) reply: String,
    /// What was wrong with its form.
    pub(super) defects: Vec<Defect>,
    /// For a delivery report or a complaint: the Message-ID of the mail it reports on.
    pub(super) reported_id: Option<String>,
    /// For a delivery report: what it says.
    pub(super) report: Option<mail::Report>,
    /// For a receipt: what it says.
    pub(super) receipt: Option<mail::Receipt>,
    /// For a complaint: what it says.
    pub(super) complaint: Option<mail::Complaint>,
    /// The report on a domain that it brings.
    pub(super) domain_report: Option<Box<Brought>>,
    /// Pictures on other servers in its HTML.
    pub(super) remote_refs: Option<u32>,
    /// Domains that a report calls unknown and DNS does not know either.
    pub(super) gone_domains: BTreeSet<String>,
    /// Whether it is from whom it claims; `None` where nobody looked.
    pub(super) authenticity: Option<Box<AuthenticityTold>>,
}

/// Why a mail cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// The bytes are gone or damaged.
    #[error("the stored mail is damaged or missing; restore it from a backup and import it again")]
    Damaged,
    /// Parsing did not come to an end.
    #[error("the mail could not be read; it is kept as it came, see its raw text")]
    Broken,
    /// The store failed; the same call may succeed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads and parses the mail of a row.
pub(super) async fn read(
    (office, vouching): (&Office, &Vouching),
    row: IntakeRow,
) -> (IntakeRow, Result<Box<Reading>, ReadError>) {
    let conn = office.store().read();
    let reading = match fetch(&conn, &row).await {
        Ok(raw) => {
            let parsed = parse(raw.clone(), &row).await;
            match parsed {
                Ok(reading) => Ok(reading.vouched((office, vouching), &raw).await),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    (row, reading)
}

/// The stored bytes of a mail.
pub(super) async fn fetch(conn: &Conn, row: &IntakeRow) -> Result<Bytes, ReadError> {
    match store::raw::get(conn, row.organisation, row.raw_hash).await {
        Ok(Some(raw)) => Ok(raw),
        Ok(None) | Err(StoreError::Damaged(_)) => Err(ReadError::Damaged),
        Err(error) => Err(error.into()),
    }
}

/// Parses them, on a thread where it does not hold up others.
pub(super) async fn parse(raw: Bytes, row: &IntakeRow) -> Result<Box<Reading>, ReadError> {
    let row = row.clone();
    tokio::task::spawn_blocking(move || Reading::of(row, &raw)).await.map_err(|_| ReadError::Broken)
}

/// The Message-ID of the mail that is enclosed.
fn enclosed_id(raw: &[u8], parsed: &Parsed) -> Option<String> {
    let enclosed = parsed
        .attachments
        .iter()
        .find(|file| file.media_type == "message/rfc822" || file.media_type == "text/rfc822-headers")?;
    let (_, bytes) = mail::attachment(raw, enclosed.index)?;
    mail::parse(&bytes).0.message_id
}

/// What came back, as `posthus inspect return` tells it. A report that came to the return path of a delivery is one whatever
/// class its looks give it.
fn came_back(
    row: &IntakeRow,
    raw: &[u8],
    parsed: &mut Parsed,
) -> (Option<mail::Report>, Option<mail::Complaint>) {
    let returned = match (row.returned_delivery, parsed.class) {
        (Some(_), _) => mail::returned_to_path(raw),
        (None, Class::DeliveryReport | Class::Complaint) => mail::returned(raw),
        (None, Class::Person | Class::AutoReply | Class::Challenge | Class::List | Class::Notification) => {
            return (None, None);
        }
    };
    match returned {
        mail::Returned::Report(report) => {
            parsed.class = Class::DeliveryReport;
            (Some(report), None)
        }
        mail::Returned::Complaint(complaint) => (None, Some(complaint)),
        mail::Returned::AutoReply | mail::Returned::Challenge | mail::Returned::Other(_) => (None, None),
    }
}

impl Reading {
    /// Parses the mail of a row.
    pub(super) fn of(row: IntakeRow, raw: &[u8]) -> Box<Self> {
        let (mut parsed, defects) = mail::parse(raw);
        let (report, complaint) = came_back(&row, raw, &mut parsed);
        let is = |class: Class| parsed.class == class;
        let receipt = is(Class::Notification).then(|| mail::receipt(raw)).flatten();
        let reported_id = match report.as_ref() {
            // RFC 5965 2: the third part is the mail complained of.
            None if is(Class::Complaint) => enclosed_id(raw, &parsed),
            report => report.and_then(|report| report.original.message_id.clone()),
        };
        let remote_refs = parsed.html.as_deref().map(crate::view::remote_references);
        let reply = mail::reply_text(&parsed);
        let domain_report = Brought::of(raw, &parsed);
        Box::new(Self {
            row,
            domain_report,
            parsed,
            reply,
            defects,
            reported_id,
            report,
            receipt,
            complaint,
            remote_refs,
            gone_domains: BTreeSet::new(),
            authenticity: None,
        })
    }

    /// With what is found of who it is from.
    pub(super) async fn vouched(
        mut self: Box<Self>,
        (office, vouching): (&Office, &Vouching),
        raw: &[u8],
    ) -> Box<Self> {
        let told = vouching.of(office, &self.row, raw).await;
        let shown = self.parsed.from.as_ref().and_then(|from| from.address.as_ref());
        self.authenticity = told.map(|told| Box::new(vouching::of_whom_is_shown(told, shown)));
        self.gone_domains = self.domains_gone(office).await;
        if let Some(brought) = self.domain_report.take() {
            let is_proved = self.authenticity.as_ref().is_some_and(|told| told.dmarc == "pass");
            let author = self.parsed.from.as_ref().and_then(|from| from.address.as_ref());
            let author = author.filter(|_| is_proved).map(|author| author.domain().to_owned());
            self.domain_report = Some(brought.looked_at(office, (self.row.organisation, author)).await);
        }
        self
    }

    /// Those of the domains that the report says do not exist or take no mail of which DNS says the same at this moment.
    async fn domains_gone(&self, office: &Office) -> BTreeSet<String> {
        let named = match self.domains_called_unknown(office).await {
            Ok(named) => named,
            Err(error) => {
                tracing::warn!(%error, "which domains a report calls unknown is not known; it counts as it is");
                return BTreeSet::new();
            }
        };
        let asked = named
            .into_iter()
            .map(|domain| async move { addresses::is_gone(office, &domain).await.then_some(domain) });
        join_all(asked).await.into_iter().flatten().collect()
    }

    /// The domains that a report says do not exist or take no mail, by the same rules that judge it afterwards: first that of the delivery
    /// whose return path it came to, which it need not name.
    async fn domains_called_unknown(&self, office: &Office) -> Result<Vec<String>, StoreError> {
        /// A report that names more of them is asked about the first.
        const DOMAINS_MAX: usize = 5;
        let mut domains = Vec::new();
        if self.parsed.class != Class::DeliveryReport || self.row.historic {
            return Ok(domains);
        }
        let (conn, organisation) = (office.store().read(), self.row.organisation);
        let sent = returns::by_token(&conn, organisation, &self.row).await?;
        let rules = returns::rules_of(office, &conn, organisation).await?;
        let report = self.report.clone().unwrap_or_default();
        let is_nameless = report.recipients.is_empty();
        let nameless = sent.as_ref().filter(|_| is_nameless);
        let nameless = nameless.map(|sent| nameless::of(self, &sent.recipient, false));
        for recipient in report.recipients.iter().chain(&nameless) {
            let notice = report.notice_about(recipient);
            let evidence = Evidence::of_report(recipient, report.reporting_host.as_deref(), &notice);
            if !policy::blocking::is_asked_of_dns(rules.set().judge(&evidence).class) {
                continue;
            }
            let proved = sent.as_ref().map(|sent| &sent.recipient);
            for address in proved.into_iter().chain(recipient.address()) {
                let domain = address.domain();
                if domains.len() < DOMAINS_MAX && domains.iter().all(|known| known != domain) {
                    domains.push(domain.to_owned());
                }
            }
        }
        Ok(domains)
    }

    /// The same mail, its row as it stands by now.
    pub(super) fn of_row(&self, row: IntakeRow) -> Self {
        Self { row, ..self.clone() }
    }

    /// What the lists show.
    pub(super) fn summary(&self) -> Summary {
        summary(&self.parsed)
    }

    /// What the case shows.
    pub(super) fn content(&self) -> MessageContent {
        let authenticity = self.authenticity.as_ref().map(|told| told.dmarc.clone());
        MessageContent { authenticity, ..content(&self.parsed, self.reply.clone(), self.remote_refs) }
    }

    /// Whom an answer goes to: RFC 5322 3.6.2, `Reply-To` where it is given.
    pub(super) fn customer(&self) -> Option<&Participant> {
        let reply_to = self.parsed.reply_to.iter().find(|participant| participant.address.is_some());
        reply_to.or(self.parsed.from.as_ref())
    }

    /// Of an automatic reply: the day on which its writer is back.
    pub(super) fn back_on(&self) -> Option<String> {
        let written_at = self.parsed.date.unwrap_or(self.arrived_at());
        (self.parsed.class == Class::AutoReply).then(|| mail::back_on(&self.reply, written_at)).flatten()
    }

    /// When it happened for its case: when we received it, not what its sender's clock said. Nor is it when it arrived at
    /// the server that it was fetched from, unless it is history: nobody here could act on it before, and a mail that lay
    /// there, or was moved there, would come in below what has been seen.
    pub(super) fn at(&self) -> Timestamp {
        self.row.received_at
    }

    /// When it arrived at the server that it was fetched from, else here: what its writer said and did lies before that.
    pub(super) fn arrived_at(&self) -> Timestamp {
        self.row.arrived_at.map_or(self.row.received_at, |at| at.min(self.row.received_at))
    }
}

/// What the lists show of a mail that is read again.
pub(crate) fn summary_of(raw: &[u8]) -> Summary {
    summary(&mail::parse(raw).0)
}

fn summary(parsed: &Parsed) -> Summary {
    Summary {
        from: parsed.from.as_ref().map(shown).unwrap_or_default(),
        subject: parsed.subject.clone(),
        message_id: parsed.message_id.clone(),
        sent_at: parsed.date,
        parser_version: mail::PARSER_VERSION,
    }
}

/// What a case shows of a mail that is read again.
pub(crate) fn content_of(raw: &[u8]) -> MessageContent {
    let (parsed, _) = mail::parse(raw);
    let remote_refs = parsed.html.as_deref().map(crate::view::remote_references);
    content(&parsed, mail::reply_text(&parsed), remote_refs)
}

fn content(parsed: &Parsed, text: String, remote_refs: Option<u32>) -> MessageContent {
    MessageContent {
        header_fields: Vec::new(),
        from: parsed.from.as_ref().map(correspondent).unwrap_or_default(),
        to: parsed.to.iter().map(correspondent).collect(),
        cc: parsed.cc.iter().map(correspondent).collect(),
        subject: parsed.subject.clone(),
        text,
        full_text: parsed.text.clone(),
        has_html: parsed.html.is_some(),
        remote_refs,
        attachments: parsed.attachments.iter().map(attachment).collect(),
        class: parsed.class.as_str().to_owned(),
        message_id: parsed.message_id.clone(),
        parser_version: mail::PARSER_VERSION,
        authenticity: None,
        failure: None,
    }
}

/// Name and address as lists show them.
fn shown(participant: &Participant) -> String {
    let address = participant.address.as_ref().map_or_else(|| participant.raw.clone(), ToString::to_string);
    match &participant.name {
        Some(name) if !address.is_empty() => format!("{name} <{address}>"),
        Some(name) => name.clone(),
        None => address,
    }
}

fn correspondent(participant: &Participant) -> Correspondent {
    let name = match &participant.address {
        Some(_) => participant.name.clone(),
        None => participant.name.clone().or_else(|| Some(participant.raw.clone())),
    };
    Correspondent { name, address: participant.address.clone() }
}

fn attachment(attachment: &mail::Attachment) -> AttachmentMeta {
    AttachmentMeta {
        index: attachment.index,
        name: attachment.name.clone(),
        media_type: attachment.media_type.clone(),
        size_octets: attachment.size_octets,
        inline: attachment.inline,
    }
}
