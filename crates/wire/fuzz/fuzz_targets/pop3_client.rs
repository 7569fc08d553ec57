//! The POP3 client with a command of each kind under way.
#![no_main]

mod cuts;

use domain::{Secret, Timestamp};
use libfuzzer_sys::fuzz_target;
use wire::Core;
use wire::pop3::{Client, Command};
use wire::sasl::{Credentials, Exchange, Mechanism};

fuzz_target!(|data: &[u8]| cuts::check(busy, data));

fn busy() -> Client {
    let now = Timestamp::from_millis(0);
    let mut client = Client::new(1000);
    client.send(Command::Capa);
    client.input(b"+OK\r\n", now);
    while client.poll_output(now).is_some() {}
    client.input(b"+OK\r\nPIPELINING\r\n.\r\n", now);
    let credentials = Credentials::password("kari", Secret::new("blåbær"));
    let exchange = Exchange::new(Mechanism::ScramSha256, credentials, "nonce");
    client.send(Command::Auth(Box::new(exchange), "SCRAM-SHA-256"));
    client.send(Command::UniqueIds);
    client.send(Command::Sizes);
    client.send(Command::Retrieve(1));
    client.send(Command::StartTls);
    client
}
