//! The IMAP client with a command of each kind under way.
#![no_main]

mod cuts;

use domain::Secret;
use libfuzzer_sys::fuzz_target;
use wire::imap::{Client, Command, UidSet};
use wire::sasl::{Credentials, Exchange, Mechanism};

fuzz_target!(|data: &[u8]| cuts::check(busy, data));

fn busy() -> Client {
    let credentials = Credentials::password("kari", Secret::new("blåbær"));
    let exchange = Exchange::new(Mechanism::ScramSha256, credentials, "nonce");
    let mut client = Client::new(1000);
    client.send(Command::Authenticate(Box::new(exchange), "SCRAM-SHA-256"));
    client.send(Command::FetchMails(UidSet::after(0)));
    client.send(Command::SearchDeleted);
    client.send(Command::List);
    client.send(Command::StartTls);
    client
}
