//! Rules about calls: sleeping in tests, fixed ports in tests, sockets outside `net`.

use crate::facts::Call;
use crate::finding::Finding;
use crate::source::{RustFile, Tree};

/// The files that let time pass: between two looks at a real process, and in a pipe that delays.
const WAITS: &[&str] = &["crates/testkit/src/wait.rs", "crates/testkit/src/pipe.rs"];

/// A test waits for a state, never for time. On tokio's paused clock a sleep costs no time.
pub(super) fn sleeps(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in
        tree.rust.iter().filter(|file| tests_or_their_tools(file) && !WAITS.contains(&file.path.as_str()))
    {
        for call in &file.facts.calls {
            let sleeps = call.name.ends_with("thread::sleep") || call.name.ends_with("time::sleep");
            if sleeps && !call.paused && (file.is_test(call.line) || is_tool(file)) {
                let text = "wait for what you expect (`testkit::wait`), not for time";
                findings.push(Finding::new(&file.path, call.line, text));
            }
        }
    }
    findings
}

fn tests_or_their_tools(file: &RustFile) -> bool {
    is_tool(file) || !file.facts.test_lines.is_empty() || file.path.contains("/tests/")
}

/// Crates that exist for tests alone.
fn is_tool(file: &RustFile) -> bool {
    ["crates/testkit/", "e2e/"].iter().any(|folder| file.path.starts_with(folder))
}

/// Calls whose address is a real one.
const OPENING: &[&str] = &["bind", "connect", "connect_timeout", "listen"];

/// A fixed port fails on the machine where somebody else has it; port 0 is a free one.
pub(super) fn fixed_ports(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust.iter().filter(|file| tests_or_their_tools(file)) {
        for call in file.facts.calls.iter().filter(|call| file.is_test(call.line) || is_tool(file)) {
            let name = call.name.rsplit("::").next().unwrap_or(&call.name);
            if OPENING.contains(&name) && has_fixed_port(call) {
                findings.push(Finding::new(&file.path, call.line, "ask for port 0 and read the one given"));
            }
        }
    }
    findings
}

fn has_fixed_port(call: &Call) -> bool {
    let in_text = call.texts.iter().filter_map(|text| text.rsplit_once(':')?.1.parse::<u16>().ok());
    in_text.map(u64::from).chain(call.numbers.iter().copied()).any(|port| port != 0)
}

/// What opens a socket or asks a name server.
const SOCKETS: &[&str] = &[
    "TcpStream::connect",
    "TcpListener::bind",
    "UdpSocket::bind",
    "UnixStream::connect",
    "UnixListener::bind",
    "lookup_host",
    "to_socket_addrs",
];

/// I7: only `net` connects, listens and resolves. Tests and their tools may; handing an open socket
/// on is free.
pub(super) fn sockets(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        let may = ["crates/net/", "crates/testkit/", "e2e/", "bench/", "xtask/"];
        if may.iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        for call in file.facts.calls.iter().filter(|call| !file.is_test(call.line)) {
            if SOCKETS.iter().any(|name| call.name.ends_with(name)) {
                let text = format!("`{}` outside crates/net; only net opens sockets (I7)", call.name);
                findings.push(Finding::new(&file.path, call.line, text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    const TEST: &str = "crates/a/tests/it/b.rs";

    #[test]
    fn a_sleep_in_a_test_is_found() {
        let awake = "#[test]\nfn a() { std::thread::sleep(b); }\n";
        assert_eq!(check(sleeps, &[(TEST, awake)]).len(), 1);
        let paused = "#[tokio::test(start_paused = true)]\nasync fn a() { tokio::time::sleep(b).await; }\n";
        assert_eq!(check(sleeps, &[(TEST, paused)]), [""; 0]);
        assert_eq!(check(sleeps, &[("crates/flows/src/sync.rs", awake)]), [""; 0]);
        assert_eq!(check(sleeps, &[(WAITS[0], awake)]), [""; 0]);
    }

    #[test]
    fn a_fixed_port_in_a_test_is_found() {
        for sample in ["bind(\"127.0.0.1:2525\")", "bind((\"127.0.0.1\", 2525))", "a.connect(\"[::1]:25\")"] {
            assert_eq!(check(fixed_ports, &[(TEST, &format!("fn a() {{ {sample}; }}\n"))]).len(), 1);
        }
        assert_eq!(check(fixed_ports, &[(TEST, "fn a() { bind(\"127.0.0.1:0\"); }\n")]), [""; 0]);
    }

    #[test]
    fn a_socket_outside_net_is_found() {
        let text = "fn a() { tokio::net::TcpListener::bind(b); host.to_socket_addrs(); }\n";
        assert_eq!(check(sockets, &[("crates/flows/src/a.rs", text)]).len(), 2);
        assert_eq!(check(sockets, &[("crates/net/src/a.rs", text)]), [""; 0]);
        let handed = "fn a(listener: tokio::net::TcpListener) { serve(listener); }\n";
        assert_eq!(check(sockets, &[("crates/flows/src/a.rs", handed)]), [""; 0]);
    }
}
