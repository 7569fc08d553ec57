//! A PostgreSQL server of our own: made when the first test asks, gone with the test process.
//!
//! `POSTHUS_TEST_POSTGRES_URL` names one that is there already; its user must be allowed to create
//! databases. Its order of letters is Norwegian, so that a query which forgets to compare keys
//! octet by octet fails here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

/// Where Debian and Ubuntu put the programs that are not in the path.
const PROGRAMS: &str = "/usr/lib/postgresql";

/// Makes a server that speaks through a socket in its own folder, says where that is, and removes
/// everything when its input ends: when the test process is gone, whichever way.
const SCRIPT: &str = r#"
set -e
dir=$(mktemp -d "${TMPDIR:-/tmp}/posthus-postgres.XXXXXX")
trap '"$0/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
"$0/initdb" -D "$dir/data" -U posthus -A trust -E UTF8 --no-sync \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=nb >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
"$0/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-k $dir -c listen_addresses='' -c fsync=off \
    -c max_connections=200 -c deadlock_timeout=100ms" start >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
cat >/dev/null
"#;

struct Server {
    url: String,
    /// Its input stays open as long as we live.
    _process: Option<Child>,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database.
pub(crate) async fn new_database() -> String {
    let server = SERVER.get_or_init(start);
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    let name = format!("posthus_test_{}_{number}", std::process::id());
    let options: PgConnectOptions = server.url.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    connection.close().await.unwrap();
    let (address, parameters) = server.url.split_once('?').unwrap_or((&server.url, ""));
    let (server_address, _) = address.rsplit_once('/').unwrap();
    format!("{server_address}/{name}?{parameters}")
}

#[expect(clippy::disallowed_methods, reason = "a test's own setting, not the program's")]
fn start() -> Server {
    if let Ok(url) = std::env::var("POSTHUS_TEST_POSTGRES_URL") {
        return Server { url, _process: None };
    }
    let mut process = as_unprivileged_user()
        .args(["sh", "-c", SCRIPT, &programs()])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut dir = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut dir).unwrap();
    assert!(!dir.trim().is_empty(), "PostgreSQL did not start; its words are above");
    let dir = dir.trim().replace('/', "%2F");
    Server { url: format!("postgres://posthus@{dir}/postgres"), _process: Some(process) }
}

/// PostgreSQL refuses to run as root.
fn as_unprivileged_user() -> Command {
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = Command::new(if root { "setpriv" } else { "env" });
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command
}

/// The folder of the newest version that is installed.
fn programs() -> String {
    let found = std::fs::read_dir(PROGRAMS).unwrap_or_else(|_| panic!("install PostgreSQL: no {PROGRAMS}"));
    let versions = found.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    format!("{PROGRAMS}/{}/bin", versions.max().unwrap())
}
