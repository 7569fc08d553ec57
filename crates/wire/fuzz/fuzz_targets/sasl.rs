//! The client's side of every way of signing in, against a server that asks anything; and what a
//! client sends us.
#![no_main]

use domain::Secret;
use libfuzzer_sys::fuzz_target;
use wire::sasl::{Credentials, Exchange, Mechanism, read_login, read_plain};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _plain = read_plain(text);
    let _login = read_login(text);
    for mechanism in [Mechanism::Plain, Mechanism::Login, Mechanism::ScramSha256, Mechanism::XOAuth2, Mechanism::OAuthBearer] {
        let credentials = Credentials::password("kari", Secret::new("secret"));
        let mut exchange = Exchange::new(mechanism, credentials, "fyko+d2lbbFgONRv9qkxdawL");
        for question in text.lines() {
            if exchange.answer(question).is_err() {
                break;
            }
        }
    }
});
