//! `posthus sender-domain keys`: what is published in the zone in which keys of sender domains lie.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use flows::sender_domains::{self, KeyRecord};
use serde_json::json;

use crate::config::Config;
use crate::{output, wiring};

/// How long whoever asked for a key may remember it, seconds.
const TTL_S: u32 = 3600;
/// RFC 1035 3.3: a text record is made of pieces of at most so many octets.
const PIECE_OCTETS_MAX: usize = 255;

/// Prints the records of all keys that lie there: a part of a zone file, or one JSON object a line.
pub(super) async fn keys(config: &Config, json: bool) -> Result<()> {
    let office = wiring::open(config).await?;
    let records = sender_domains::key_records(&office).await?.context(
        "`sender_domains.keys_zone` is not set; name a zone of yours there, as in keys.example.org",
    )?;
    let printed = if json { json_lines(&records) } else { zone_file(&records) };
    // The zone would lack the keys that are not in it.
    output::whole(&printed).context("the records could not be written to their end")?;
    Ok(office.close().await?)
}

/// RFC 1035 5.1.
fn zone_file(records: &[KeyRecord]) -> String {
    let mut file = String::from("; Keys of sender domains, written by `posthus sender-domain keys`.\n");
    for KeyRecord { domain, name, text, state, .. } in records {
        let pieces: Vec<String> = text
            .as_bytes()
            .chunks(PIECE_OCTETS_MAX)
            .map(|piece| format!("\"{}\"", String::from_utf8_lossy(piece)))
            .collect();
        let _ = writeln!(file, "; {domain}: {}", state.as_str());
        let _ = writeln!(file, "{name}. {TTL_S} IN TXT {}", pieces.join(" "));
    }
    file
}

fn json_lines(records: &[KeyRecord]) -> String {
    let line = |record: &KeyRecord| {
        let KeyRecord { organisation, domain, name, text, state } = record;
        let shown = json!({
            "organisation_id": organisation.to_string(), "domain": domain, "state": state.as_str(),
            "name": name, "ttl": TTL_S, "type": "TXT", "value": text,
        });
        format!("{shown}\n")
    };
    records.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use domain::OrganisationId;
    use domain::sender_domain::DkimKeyState;

    use super::*;

    fn record(text: &str) -> KeyRecord {
        KeyRecord {
            organisation: OrganisationId::new(7),
            domain: "acme.test".to_owned(),
            name: "ph-0a-ra.01.keys.example.org".to_owned(),
            text: text.to_owned(),
            state: DkimKeyState::Active,
        }
    }

    #[test]
    fn a_long_key_is_in_pieces_on_one_line_of_the_zone_file() {
        let text = format!("v=DKIM1; k=rsa; p={}", "A".repeat(300));
        let file = zone_file(&[record(&text)]);
        let lines: Vec<&str> = file.lines().collect();
        let [_, of, line] = lines[..] else { panic!("{file}") };
        assert_eq!(of, "; acme.test: active");
        let data = line.strip_prefix("ph-0a-ra.01.keys.example.org. 3600 IN TXT \"").unwrap();
        let pieces: Vec<&str> = data.strip_suffix('"').unwrap().split("\" \"").collect();
        assert_eq!(pieces.iter().map(|piece| piece.len()).collect::<Vec<_>>(), [255, text.len() - 255]);
        assert_eq!(pieces.concat(), text);
    }

    #[test]
    fn programs_get_one_object_a_line() {
        let lines = json_lines(&[record("v=DKIM1; p=A"), record("v=DKIM1; p=B")]);
        let read: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read.len(), 2);
        assert_eq!((&read[1]["value"], &read[1]["domain"]), (&json!("v=DKIM1; p=B"), &json!("acme.test")));
    }
}
