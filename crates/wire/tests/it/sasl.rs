//! Signing in at servers that say anything.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Secret;
use proptest::prelude::*;
use wire::sasl::{Credentials, Exchange, Mechanism};

const MECHANISMS: [Mechanism; 5] =
    [Mechanism::Plain, Mechanism::Login, Mechanism::ScramSha256, Mechanism::XOAuth2, Mechanism::OAuthBearer];

fn exchange(mechanism: Mechanism) -> Exchange {
    Exchange::new(
        mechanism,
        Credentials::password("kari", Secret::new("secret words")),
        "fyko+d2lbbFgONRv9qkxdawL",
    )
}

proptest! {
    #[test]
    fn whatever_is_asked_is_answered_or_refused(
        which in 0..MECHANISMS.len(),
        questions in prop::collection::vec("\\PC{0,80}", 0..5),
        encoded: bool,
    ) {
        let mut exchange = exchange(MECHANISMS[which]);
        for question in questions {
            let question = if encoded { STANDARD.encode(question) } else { question };
            if exchange.answer(&question).is_err() {
                break;
            }
        }
    }

    #[test]
    fn a_server_that_does_not_know_the_password_proves_nothing(
        salt in "[A-Za-z0-9]{4,16}", rounds in 4096u32..5000, proof in "[A-Za-z0-9+/]{43}=",
    ) {
        let mut exchange = exchange(Mechanism::ScramSha256);
        let salt = STANDARD.encode(salt);
        let first = format!("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s={salt},i={rounds}");
        prop_assert!(exchange.answer(&STANDARD.encode(first)).is_ok());
        let refused = exchange.answer(&STANDARD.encode(format!("v={proof}"))).is_err();
        prop_assert!(refused);
        prop_assert!(!exchange.server_is_proved());
    }
}
