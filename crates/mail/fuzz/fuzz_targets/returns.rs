//! Any octets may come back: they get a kind, and each recipient a verdict.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::Returned;
use policy::returns::{Evidence, RuleSet};

fuzz_target!(|raw: &[u8]| {
    if let Returned::Report(report) = mail::returned(raw) {
        for recipient in &report.recipients {
            let host = report.reporting_host.as_deref();
            let notice = report.notice_about(recipient);
            let _ = RuleSet::standard().judge(&Evidence::of_report(recipient, host, &notice));
        }
    }
    if let Ok(words) = std::str::from_utf8(raw) {
        let _ = RuleSet::standard().judge(&Evidence::of_words(words));
    }
});
