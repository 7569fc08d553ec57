//! A list in the form of a service, as it takes them in. People open the tables in spreadsheets, and the words in them are of
//! servers that nobody knows.

use serde_json::json;

use super::{GUARD, ListEntry, ListReason, Service};
use crate::contacts::FORMULA_STARTS;

/// Writes a list in the form of a service.
#[must_use]
pub fn write(service: Service, entries: &[ListEntry]) -> Vec<u8> {
    match service {
        Service::Ses => lines(entries.iter().map(|one| {
            let reason = if one.reason == ListReason::Complaint { "COMPLAINT" } else { "BOUNCE" };
            json!({ "emailAddress": one.address.to_string(), "reason": reason }).to_string()
        })),
        Service::Postmark => {
            let all: Vec<_> = entries.iter().map(of_postmark).collect();
            json!({ "Suppressions": all }).to_string().into_bytes()
        }
        Service::SendGrid => csv(["email", "created", "reason", "type"], entries, |one| {
            let seconds = one.at.map(|at| (at.as_millis() / 1000).to_string()).unwrap_or_default();
            [one.address.to_string(), seconds, one.words.clone(), kind(one.reason).to_owned()]
        }),
        Service::Mailgun => csv(["address", "code", "error", "created_at"], entries, |one| {
            let code: String = one.words.chars().take_while(char::is_ascii_digit).collect();
            // Its lists of complaints have no code: whoever takes this in again must not make bounces of them.
            let code = match (one.reason, code.len()) {
                (ListReason::Complaint, _) => String::new(),
                (ListReason::Bounce | ListReason::Manual, 3) => code,
                (ListReason::Bounce | ListReason::Manual, _) => "550".to_owned(),
            };
            let at = one.at.map(domain::Timestamp::to_rfc2822).unwrap_or_default();
            [one.address.to_string(), code, one.words.clone(), at]
        }),
        Service::Plain => lines(entries.iter().map(|one| one.address.to_string())),
    }
}

fn of_postmark(one: &ListEntry) -> serde_json::Value {
    // The origin is who stopped it.
    let (reason, origin) = match one.reason {
        ListReason::Bounce => ("HardBounce", "Recipient"),
        ListReason::Complaint => ("SpamComplaint", "Recipient"),
        ListReason::Manual => ("ManualSuppression", "Customer"),
    };
    json!({
        "EmailAddress": one.address.to_string(),
        "SuppressionReason": reason,
        "Origin": origin,
        "CreatedAt": one.at.map(domain::Timestamp::to_rfc3339),
    })
}

const fn kind(reason: ListReason) -> &'static str {
    match reason {
        ListReason::Bounce => "bounce",
        ListReason::Complaint => "spam",
        ListReason::Manual => "manual",
    }
}

fn lines(each: impl Iterator<Item = String>) -> Vec<u8> {
    let mut all = String::new();
    for line in each {
        all.push_str(&line);
        all.push('\n');
    }
    all.into_bytes()
}

fn csv(heading: [&str; 4], entries: &[ListEntry], row: impl Fn(&ListEntry) -> [String; 4]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Nothing fails that is written to memory.
    let _ = writer.write_record(heading);
    for entry in entries {
        let _ = writer.write_record(row(entry).map(guarded));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: String) -> String {
    let is_one = cell.trim_start_matches(GUARD).starts_with(FORMULA_STARTS);
    if is_one { format!("{GUARD}{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use domain::Timestamp;

    #[test]
    fn what_is_written_for_a_service_reads_back_as_its() {
        let entry = |address: &str, reason, words: &str| ListEntry {
            address: address.parse().unwrap(),
            reason,
            at: Some(Timestamp::from_millis(1_767_323_045_000)),
            words: words.to_owned(),
            reply: None,
            status: None,
        };
        let entries = [
            entry("a@b.no", ListReason::Bounce, "550 5.1.1 \"unknown\", really"),
            entry("ø@blåbær.no", ListReason::Complaint, ""),
        ];
        for service in Service::ALL {
            let list = read(&write(service, &entries)).unwrap();
            assert_eq!(list.service, service);
            let addresses: Vec<_> = list.entries.iter().map(|one| one.address.clone()).collect();
            assert_eq!(addresses, [entries[0].address.clone(), entries[1].address.clone()]);
            let keeps_reasons = service != Service::Plain;
            assert_eq!(list.entries[1].reason == ListReason::Complaint, keeps_reasons, "{service:?}");
            let keeps_words = matches!(service, Service::SendGrid | Service::Mailgun);
            assert_eq!(list.entries[0].words == entries[0].words, keeps_words, "{service:?}");
        }
    }

    #[test]
    fn no_words_of_a_server_are_a_formula_and_all_read_back_as_they_were() {
        for words in ["=1+1", "+550", "-x", "@SUM(A1)", "\tx", "\r=1", "'=1", "550 no"] {
            let entry = ListEntry {
                address: "+kari@b.no".parse().unwrap(),
                reason: ListReason::Bounce,
                at: None,
                words: words.to_owned(),
                reply: None,
                status: None,
            };
            for service in [Service::SendGrid, Service::Mailgun] {
                let written = write(service, std::slice::from_ref(&entry));
                let mut reader = csv::Reader::from_reader(&written[..]);
                let row = reader.records().next().unwrap().unwrap();
                assert!(row.iter().all(|cell| !cell.starts_with(FORMULA_STARTS)), "{row:?}");
                let back = read(&written).unwrap().entries.remove(0);
                assert_eq!(back.address, entry.address);
                assert_eq!(back.words.trim(), words.trim(), "{service:?}");
            }
        }
    }
}
