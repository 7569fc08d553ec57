//! PostgreSQL comes up, and each test gets a database of its own.

use testkit::postgres::Postgres;

#[test]
fn databases_are_apart() {
    let server = Postgres::start().unwrap();
    let (first, second) = (server.database().unwrap(), server.database().unwrap());
    assert_ne!(first.url(), second.url());
    let ask = |url: &str, sql: &str| {
        let mut psql = std::process::Command::new("psql");
        let output = psql.args(["--no-psqlrc", "--tuples-only", "--no-align", url, "--command", sql]);
        String::from_utf8(output.output().unwrap().stdout).unwrap()
    };
    ask(first.url(), "create table a (b int)");
    let count = "select count(*) from pg_tables where tablename = 'a'";
    assert_eq!(ask(first.url(), count), "1\n");
    assert_eq!(ask(second.url(), count), "0\n");
}
