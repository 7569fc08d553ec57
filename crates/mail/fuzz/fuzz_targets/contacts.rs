//! Any octets may be a file of persons: they are read or refused, and what was read is written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::contacts::{Reading, VCardVersion, card, read};

fuzz_target!(|octets: &[u8]| {
    if let Ok(file) = read(octets, &Reading::default()) {
        for row in &file.rows {
            let text = card(&row.contact, VCardVersion::Four);
            let again = read(text.as_bytes(), &Reading::default()).expect("what we write can be read");
            assert_eq!(again.rows.len(), 1);
        }
    }
});
