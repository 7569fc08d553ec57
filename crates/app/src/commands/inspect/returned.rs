//! `posthus inspect return`: what came back of a mail, for each recipient, or what else the mail is.

use std::path::PathBuf;
use std::process::ExitCode;

use ::mail::{Complaint, Original, Report, ReportRecipient, Returned};
use anyhow::Result;
use domain::returns::{ReturnClass, ReturnEffect};
use policy::returns::{Evidence, RuleSet, Verdict};
use serde::Serialize;

use super::{print, read};

/// One mail, as it is printed.
#[derive(Serialize, Default)]
struct Inspected<'a> {
    /// The file as it was named; `-` for standard input.
    file: &'a str,
    /// Why the file could not be read; everything else is missing then.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// report, complaint, auto-reply, challenge, other.
    what: &'static str,
    /// Of what did not come back: person, list, notification ...
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_class: Option<&'static str>,
    /// How a report is written: fields (RFC 3464) or words.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    reporting_host: Option<&'a str>,
    /// Of a complaint: abuse, fraud, opt-out, virus, not-spam, auth-failure, other.
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback_type: Option<&'static str>,
    recipients: Vec<Recipient>,
    /// Whether it names more recipients, which are not read; nobody is cut off in silence.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    recipients_cut: bool,
    original: Option<TheMail<'a>>,
}

#[derive(Serialize, Default)]
struct Recipient {
    /// The address that was mailed, as far as it is told.
    address: Option<String>,
    original_recipient: Option<String>,
    final_recipient: Option<String>,
    #[serde(flatten)]
    judged: Judged,
    action: Option<&'static str>,
    /// The enhanced code (RFC 3463).
    status: Option<String>,
    /// The reply code (RFC 5321).
    reply: Option<u16>,
    diagnostic: Option<String>,
    remote_host: Option<String>,
    /// Until when it is tried again, in UTC (RFC 3339).
    retry_until: Option<String>,
}

/// The verdict.
#[derive(Serialize, Default)]
struct Judged {
    class: &'static str,
    kind: &'static str,
    scope: &'static str,
    /// What follows for the address.
    effect: &'static str,
    confidence: &'static str,
    /// Of an expired or delayed mail: what stood in the way.
    cause: Option<&'static str>,
    rule: String,
    /// The set that the rule is of, with its version; none where no rule decided.
    rules: Option<String>,
    /// The words or the code that decided.
    matched: String,
}

impl From<Verdict> for Judged {
    fn from(verdict: Verdict) -> Self {
        Self {
            class: verdict.class.as_str(),
            kind: verdict.kind.as_str(),
            scope: verdict.scope().as_str(),
            effect: verdict.effect().as_str(),
            confidence: verdict.confidence.as_str(),
            cause: verdict.cause.map(ReturnClass::as_str),
            rule: verdict.rule.to_string(),
            rules: Some(verdict.rules.to_string()).filter(|rules| !rules.is_empty()),
            matched: verdict.matched,
        }
    }
}

/// The mail that came back.
#[derive(Serialize)]
struct TheMail<'a> {
    message_id: Option<&'a str>,
    /// Our own token in the Message-ID; its signature is not checked here.
    token: Option<&'a str>,
    return_path: Option<String>,
    from: Option<String>,
    to: Vec<String>,
    subject: Option<&'a str>,
}

/// Prints each mail; fails at the end if one of them could not be read.
pub(super) fn returned(files: &[PathBuf]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let name = file.display().to_string();
        let line = match read(file) {
            Ok(raw) => inspected(&name, &::mail::returned(&raw))?,
            Err(error) => {
                code = ExitCode::FAILURE;
                let error = Some(format!("cannot read the mail: {error}"));
                serde_json::to_string(&Inspected {
                    file: &name,
                    error,
                    what: "unreadable",
                    ..Inspected::default()
                })?
            }
        };
        if !print(&line) {
            break;
        }
    }
    Ok(code)
}

fn inspected(file: &str, returned: &Returned) -> Result<String> {
    let known = Inspected { file, what: returned.as_str(), ..Inspected::default() };
    let line = match returned {
        Returned::Report(report) => of_report(known, report),
        Returned::Complaint(complaint) => of_complaint(known, complaint),
        Returned::AutoReply | Returned::Challenge => known,
        Returned::Other(class) => Inspected { mail_class: Some(class.as_str()), ..known },
    };
    Ok(serde_json::to_string(&line)?)
}

fn of_report<'a>(known: Inspected<'a>, report: &'a Report) -> Inspected<'a> {
    Inspected {
        form: Some(report.form.as_str()),
        reporting_host: report.reporting_host.as_deref(),
        recipients: report.recipients.iter().map(|one| of_recipient(one, report)).collect(),
        recipients_cut: report.is_cut,
        original: Some(the_mail(&report.original)),
        ..known
    }
}

fn of_recipient(recipient: &ReportRecipient, report: &Report) -> Recipient {
    let notice = report.notice_about(recipient);
    let evidence = Evidence::of_report(recipient, report.reporting_host.as_deref(), &notice);
    let mut judged = Judged::from(RuleSet::standard().judge(&evidence));
    if recipient.address().is_none() {
        // Of whom nothing is told, nothing can follow.
        judged.effect = ReturnEffect::Nothing.as_str();
    }
    Recipient {
        address: recipient.address().map(ToString::to_string),
        original_recipient: recipient.original_recipient.as_ref().map(ToString::to_string),
        final_recipient: recipient.final_recipient.as_ref().map(ToString::to_string),
        judged,
        action: Some(recipient.action.as_str()),
        status: recipient.status.map(|status| status.to_string()),
        reply: recipient.reply.map(domain::ReplyCode::get),
        diagnostic: recipient.diagnostic.clone(),
        remote_host: recipient.remote_host.clone(),
        retry_until: recipient.retry_until.map(|at| at.to_string()),
    }
}

fn of_complaint<'a>(known: Inspected<'a>, complaint: &'a Complaint) -> Inspected<'a> {
    let recipient = |address: &domain::EmailAddress| Recipient {
        address: Some(address.to_string()),
        judged: policy::returns::of_complaint(complaint).into(),
        ..Recipient::default()
    };
    Inspected {
        feedback_type: Some(complaint.kind.as_str()),
        recipients: complaint.recipients.iter().map(recipient).collect(),
        original: Some(the_mail(&complaint.original)),
        ..known
    }
}

fn the_mail(original: &Original) -> TheMail<'_> {
    let message_id = original.message_id.as_deref();
    TheMail {
        message_id,
        token: message_id.and_then(policy::case_token::token_in),
        return_path: original.return_path.as_ref().map(ToString::to_string),
        from: original.from.as_ref().map(ToString::to_string),
        to: original.to.iter().map(ToString::to_string).collect(),
        subject: original.subject.as_deref(),
    }
}
