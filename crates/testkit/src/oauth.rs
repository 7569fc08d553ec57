//! A small provider on loopback that signs people in (RFC 6749, 7636, 8628, 7009, 7662) and fails as told.
//!
//! Blocking threads, one a request, as in `smtp_sink`. Its person always agrees unless told otherwise, and
//! its time is the test's: tokens end when a test says so.

mod answers;
mod http;

use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;

use crate::KitError;

/// A fault that one request for tokens suffers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenFault {
    /// This status and body, and nothing is done.
    Answer(u16, String),
    /// Everything is done, and the answer is lost on its way.
    Lost,
}

/// How the provider behaves.
#[derive(Clone, Debug)]
pub struct Habits {
    /// The application that it knows.
    pub client_id: String,
    /// Its secret; `None` where it has none.
    pub client_secret: Option<String>,
    /// Whose tokens it gives.
    pub user: String,
    /// `expires_in` of access tokens, seconds.
    pub expires_in_s: u32,
    /// `refresh_token_expires_in`, seconds; nothing is said without it.
    pub refresh_expires_in_s: Option<u32>,
    /// Whether each use of a refresh token gives another one, and ends it.
    pub rotates: bool,
    /// Whether one that was used is taken once more.
    pub forgives: bool,
    /// `interval` of device codes, seconds.
    pub interval_s: u32,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            client_id: "posthus".to_owned(),
            client_secret: Some("client secret".to_owned()),
            user: "kari".to_owned(),
            expires_in_s: 3600,
            refresh_expires_in_s: None,
            rotates: true,
            forgives: false,
            interval_s: 5,
        }
    }
}

/// The provider; ends when dropped.
#[derive(Debug)]
pub struct OauthProvider {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What requests and the test share.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    let_go: Condvar,
}

#[derive(Debug, Default)]
struct State {
    habits: Habits,
    /// Codes that were given, with the challenge and redirect address that they belong to.
    codes: BTreeMap<String, (String, String)>,
    access: Vec<String>,
    /// Refresh tokens that are good.
    refresh: Vec<String>,
    /// Those that were used and are not good any more, for one that forgives.
    used: Vec<String>,
    revoked: Vec<String>,
    devices: BTreeMap<String, Device>,
    faults: VecDeque<TokenFault>,
    outage: Option<(u16, String)>,
    /// Requests for tokens, by kind of grant.
    asked: BTreeMap<String, usize>,
    /// Bodies of all requests.
    bodies: Vec<String>,
    given: usize,
    /// Answers for tokens stay here.
    keeps_back: bool,
    is_over: bool,
}

/// Whether the person typed a device code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Device {
    Waiting,
    Agreed,
    Denied,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }

    /// Returns once answers are let go.
    fn until_let_go(&self) {
        let state = self.let_go.wait_while(self.lock(), |state| state.keeps_back && !state.is_over);
        drop(state.expect("no holder of the lock panics"));
    }
}

impl OauthProvider {
    /// A provider with these habits.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(habits: Habits) -> Result<Self, KitError> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(KitError::io("listen on", "127.0.0.1"))?;
        let address = listener.local_addr().map_err(KitError::io("ask for the port of", "127.0.0.1"))?;
        let state = State { habits, ..State::default() };
        let shared = Arc::new(Shared { state: Mutex::new(state), let_go: Condvar::new() });
        let for_thread = Arc::clone(&shared);
        let thread = Some(std::thread::spawn(move || accept(&listener, &for_thread)));
        Ok(Self { address, shared, thread })
    }

    /// The address of one of its endpoints: `authorize`, `token`, `device`, `revoke`, `introspect`.
    #[must_use]
    pub fn endpoint(&self, name: &str) -> String {
        format!("http://{}/{name}", self.address)
    }

    /// The port it listens on, of 127.0.0.1.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// A refresh token that somebody was given before, elsewhere.
    #[must_use]
    pub fn granted_before(&self) -> String {
        let mut state = self.shared.lock();
        state.given += 1;
        let token = format!("refresh-{}", state.given);
        state.refresh.push(token.clone());
        token
    }

    /// A person opens this address and agrees; gives the query that the browser comes back with.
    ///
    /// # Errors
    /// When the provider does not send the browser back.
    pub fn agree(&self, address: &str) -> Result<BTreeMap<String, String>, KitError> {
        let broken =
            |words: &str| KitError::Program { program: "browser".to_owned(), words: words.to_owned() };
        let path = address.strip_prefix(&format!("http://{}", self.address));
        let path = path.ok_or_else(|| broken("the address is of another provider"))?;
        let answer = http::get(self.address, path).map_err(KitError::io("ask", address))?;
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: "));
        let location = location.ok_or_else(|| broken(&answer))?;
        let query = location.split_once('?').map(|(_, query)| query).unwrap_or_default();
        Ok(http::fields(query))
    }

    /// The person typed a device code and agreed, or not.
    pub fn type_code(&self, user_code: &str, agrees: bool) {
        let answer = if agrees { Device::Agreed } else { Device::Denied };
        self.shared.lock().devices.insert(user_code.to_owned(), answer);
    }

    /// All access tokens end now.
    pub fn end_access(&self) {
        self.shared.lock().access.clear();
    }

    /// All that was granted is taken back, as after a change of password.
    pub fn revoke_all(&self) {
        let mut state = self.shared.lock();
        state.access.clear();
        state.refresh.clear();
        state.used.clear();
    }

    /// Adds a fault for the next request for tokens that has none yet.
    pub fn fail(&self, fault: TokenFault) {
        self.shared.lock().faults.push_back(fault);
    }

    /// Answers every request for tokens so, until told `None`.
    pub fn fail_always(&self, answer: Option<(u16, &str)>) {
        self.shared.lock().outage = answer.map(|(status, body)| (status, body.to_owned()));
    }

    /// Does what it is asked for, and keeps the answers back until told otherwise.
    pub fn keep_back(&self, keeps_back: bool) {
        self.shared.lock().keeps_back = keeps_back;
        self.shared.let_go.notify_all();
    }

    /// Behaves so from here on.
    pub fn change(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.shared.lock().habits);
    }

    /// How often tokens were asked for by this kind of grant.
    #[must_use]
    pub fn asked(&self, grant_type: &str) -> usize {
        self.shared.lock().asked.get(grant_type).copied().unwrap_or(0)
    }

    /// The access tokens that are good.
    #[must_use]
    pub fn access_tokens(&self) -> Vec<String> {
        self.shared.lock().access.clone()
    }

    /// The refresh tokens that are good.
    #[must_use]
    pub fn refresh_tokens(&self) -> Vec<String> {
        self.shared.lock().refresh.clone()
    }

    /// The tokens that it was asked to forget.
    #[must_use]
    pub fn revoked(&self) -> Vec<String> {
        self.shared.lock().revoked.clone()
    }

    /// The bodies of all requests so far.
    #[must_use]
    pub fn bodies(&self) -> Vec<String> {
        self.shared.lock().bodies.clone()
    }
}

impl Drop for OauthProvider {
    fn drop(&mut self) {
        self.shared.lock().is_over = true;
        self.shared.let_go.notify_all();
        // One more connection wakes the thread, which then sees that it is over.
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        if shared.lock().is_over {
            return;
        }
        let shared = Arc::clone(shared);
        std::thread::spawn(move || http::serve(stream, &shared));
    }
}
