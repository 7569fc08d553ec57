//! The SMTP server against a client that says anything: it never panics, the cuts make no
//! difference, and every answer is a reply.
#![no_main]

use std::sync::Arc;

use domain::Timestamp;
use libfuzzer_sys::fuzz_target;
use wire::Core;
use wire::smtp::server::{Event, Limits, Protocol, Server, Settings};

fuzz_target!(|data: &[u8]| {
    let Some((&cut, input)) = data.split_first() else { return };
    let whole = talk(input, input.len().max(1));
    let pieces = talk(input, usize::from(cut).max(1));
    assert_eq!(whole, pieces);
    for line in whole.0.split_inclusive(|&octet| octet == b'\n') {
        assert!(line.ends_with(b"\r\n") && line.len() <= 512 && line[..3].iter().all(u8::is_ascii_digit));
    }
});

/// What was said, and the mails that were taken.
fn talk(input: &[u8], cut: usize) -> (Vec<u8>, Vec<Vec<u8>>) {
    let now = Timestamp::from_millis(0);
    let limits = Limits { size_octets_max: 200, recipients_max: 3, ..Limits::default() };
    let settings = Settings {
        host_name: "mx.example.org".into(),
        protocol: Protocol::Smtp,
        // What comes with STARTTLS is thrown away, which depends on the cuts by design.
        offers_starttls: false,
        traces: true,
        limits,
    };
    let mut server = Server::new(Arc::new(settings), false, now);
    let (mut said, mut mails) = (Vec::new(), Vec::new());
    for piece in input.chunks(cut) {
        server.input(piece, now);
        while let Some(event) = server.poll_event() {
            match event {
                Event::Recipient(_) => server.answer_recipient(Ok(()), now),
                Event::Content => server.answer_content(Ok(Vec::new()), now),
                Event::Mail(mail) => {
                    mails.push(mail.raw);
                    server.answer_mail(Ok("ok".into()), now);
                }
                Event::StartTls | Event::Close => {}
            }
        }
        while let Some(bytes) = server.poll_output(now) {
            said.extend_from_slice(&bytes);
        }
        while server.poll_trace().is_some() {}
    }
    (said, mails)
}
