//! Any octets are read: without a panic, and every attachment that is listed can be fetched.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let (parsed, defects) = mail::parse(raw);
    // The reader survives its own panics; a fuzzer wants to hear of them.
    assert!(!defects.contains(&mail::Defect::ReaderFailed));
    assert!(!parsed.subject.contains(['\n', '\r', '\0']));
    assert!(!mail::reply_text(&parsed).is_empty() || parsed.text.trim().is_empty());
    for listed in &parsed.attachments {
        let (_, bytes) = mail::attachment(raw, listed.index).expect("what is listed can be fetched");
        assert_eq!(bytes.len() as u64, listed.size_octets);
    }
});
