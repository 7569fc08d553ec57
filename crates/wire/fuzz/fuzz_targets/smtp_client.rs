//! The SMTP client with a mail to send, against a server that says anything.
//!
//! Every transaction that was begun must end with one outcome per recipient. The cuts are not
//! compared: whether a reply came before the end of the mail depends on them by nature.
#![no_main]

use bytes::Bytes;
use domain::{Envelope, Secret, Timestamp};
use libfuzzer_sys::fuzz_target;
use wire::Core;
use wire::sasl::Credentials;
use wire::smtp::Transaction;
use wire::smtp::client::{Channel, Client, Event, Settings, StartTls, Timeouts};

fuzz_target!(|data: &[u8]| {
    let Some((&cut, input)) = data.split_first() else { return };
    let now = Timestamp::from_millis(0);
    let mut client = Client::new(settings(cut), now);
    let (mut begun, mut completed) = (0, 0);
    for piece in input.chunks(usize::from(cut).max(1)) {
        client.input(piece, now);
        while client.poll_output(now).is_some() {}
        while let Some(event) = client.poll_event() {
            match event {
                Event::StartTls => client.tls_established(now),
                Event::Completed(outcomes) => {
                    assert_eq!(outcomes.len(), 2);
                    completed += 1;
                }
                Event::Ready | Event::Failed(_) | Event::Closed => {}
            }
        }
        while client.poll_trace().is_some() {}
        if client.is_ready() {
            begun += 1;
            client.begin(mail(), now);
        }
    }
    completed += usize::from(client.abandon("over").is_some());
    while let Some(event) = client.poll_event() {
        completed += usize::from(matches!(event, Event::Completed(_)));
    }
    assert_eq!(begun, completed);
});

fn settings(choice: u8) -> Settings {
    Settings {
        helo_name: "us.example.net".into(),
        channel: Channel::Loopback,
        starttls: if choice & 1 == 0 { StartTls::Never } else { StartTls::IfOffered },
        credentials: (choice & 2 != 0).then(|| Credentials::password("kari", Secret::new("blåbær"))),
        nonce: "nonce".into(),
        timeouts: Timeouts::default(),
    }
}

fn mail() -> Transaction {
    let recipients = vec!["a@example.org".parse().unwrap(), "b@example.org".parse().unwrap()];
    Transaction {
        envelope: Envelope { return_path: None, recipients },
        raw: Bytes::from_static(b".\n\r.\r\n"),
        plain: None,
        confirms: false,
        wishes: wire::smtp::Wishes::default(),
    }
}
