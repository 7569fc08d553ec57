//! Any text may be a domain's record of SPF or DMARC: it is read, and never asks without end.

#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::auth::dns::{Answer, Answers, Lacking, Question};
use policy::auth::spf::{self, Client, Identity, LOOKUPS_MAX};
use policy::auth::dmarc;

fuzz_target!(|raw: &[u8]| {
    let text = String::from_utf8_lossy(raw).into_owned();
    let client = Client {
        address: [192, 0, 2, 7].into(),
        helo: "mx.a.test".to_owned(),
        mail_from: "kari@a.test".to_owned(),
    };
    // Every name has the same record.
    let spf = decided(&text, |answers| spf::check(&client, Identity::MailFrom, answers));
    assert!(spf.lookups <= LOOKUPS_MAX + 1);
    decided(&text, |answers| dmarc::check(&["news.a.test".to_owned()], &spf, &[], answers));
});

fn decided<T>(text: &str, decide: impl Fn(&Answers) -> Result<T, Lacking>) -> T {
    let mut answers = Answers::default();
    loop {
        match decide(&answers) {
            Ok(decision) => return decision,
            Err(Lacking(question)) => {
                let answer = match question {
                    Question::Txt(_) => Answer::Texts(vec![text.to_owned()]),
                    _ => Answer::Nothing,
                };
                answers.add(question, answer);
                assert!(answers.count() < 400);
            }
        }
    }
}
