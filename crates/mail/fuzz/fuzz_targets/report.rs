//! Any octets may call themselves a delivery report.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let _ = mail::delivery_report(raw);
});
