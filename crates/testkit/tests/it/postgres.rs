//! PostgreSQL comes up, and each test gets a database of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use testkit::postgres::Postgres;
use testkit::wait;

#[test]
fn databases_are_apart() {
    let server = Postgres::start().unwrap();
    let (first, second) = (server.database().unwrap(), server.database().unwrap());
    assert_ne!(first.url(), second.url());
    let ask = |url: &str, sql: &str| {
        let mut psql = Command::new("psql");
        let output = psql.args(["--no-psqlrc", "--tuples-only", "--no-align", url, "--command", sql]);
        String::from_utf8(output.output().unwrap().stdout).unwrap()
    };
    ask(first.url(), "create table a (b int)");
    let count = "select count(*) from pg_tables where tablename = 'a'";
    assert_eq!(ask(first.url(), count), "1\n");
    assert_eq!(ask(second.url(), count), "0\n");
}

#[test]
fn the_server_ends_also_when_the_program_beside_it_is_killed() {
    let mut kit = Command::new(env!("CARGO_BIN_EXE_with-postgres"));
    kit.args(["sh", "-c", "echo $POSTHUS_TEST_POSTGRES_URL; read -r _"])
        .env_remove("POSTHUS_TEST_POSTGRES_URL");
    let mut kit = kit.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(kit.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address =
        url.trim().trim_start_matches("postgres://postgres@").trim_end_matches("/postgres").to_owned();
    assert!(TcpStream::connect(&address).is_ok(), "a server at {address:?}");
    kit.kill().unwrap();
    kit.wait().unwrap();
    wait::until("the server to be gone", || TcpStream::connect(&address).is_err().then_some(()));
}
