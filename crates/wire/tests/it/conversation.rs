//! Conversations as they are written in the RFCs: `S:` lines go into the core, `C:` lines must come
//! out of it, exactly and in this order.

use domain::Timestamp;
use wire::Core;

/// Lets a client core take part in `script`; its events.
pub(crate) fn converse<C: Core>(core: &mut C, script: &str) -> Vec<C::Event> {
    let now = Timestamp::from_millis(0);
    let mut said = Vec::new();
    let mut events = Vec::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (side, text) = line.split_once(':').expect("a line of a conversation has a side");
        let text = format!("{}\r\n", text.strip_prefix(' ').unwrap_or(text));
        match side {
            "S" => core.input(text.as_bytes(), now),
            "C" => {
                collect(core, &mut said);
                let expected = said.strip_prefix(text.as_bytes());
                let Some(rest) = expected else {
                    panic!("expected {text:?}, but the client said {:?}", String::from_utf8_lossy(&said));
                };
                said = rest.to_vec();
            }
            other => panic!("nobody is called {other}"),
        }
        while let Some(event) = core.poll_event() {
            events.push(event);
        }
    }
    collect(core, &mut said);
    assert_eq!(String::from_utf8_lossy(&said), "", "the client said more than it should");
    events
}

fn collect<C: Core>(core: &mut C, said: &mut Vec<u8>) {
    while let Some(octets) = core.poll_output(Timestamp::from_millis(0)) {
        said.extend_from_slice(&octets);
    }
}

/// Everything that comes out of a core for an input cut into pieces of `cut` octets.
pub(crate) fn events_of<C: Core>(mut core: C, input: &[u8], cut: usize) -> Vec<C::Event> {
    let now = Timestamp::from_millis(0);
    let mut events = Vec::new();
    collect(&mut core, &mut Vec::new());
    for piece in input.chunks(cut) {
        core.input(piece, now);
        collect(&mut core, &mut Vec::new());
        while let Some(event) = core.poll_event() {
            events.push(event);
        }
        while core.poll_trace().is_some() {}
    }
    events
}
