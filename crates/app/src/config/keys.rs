//! Every key of the configuration with its default and its help: the file, the environment and
//! the reference page are all read against this one table.

/// What a key's value looks like, so that an environment variable can be read into it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// Texts, separated by commas in the environment.
    List,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// Its place in the file, as in `http.listen`.
    pub(crate) path: &'static str,
    /// What its value looks like.
    pub(crate) shape: Shape,
    /// The default, as TOML.
    pub(crate) default: &'static str,
    /// One or two sentences for the operator.
    pub(crate) help: &'static str,
}

impl Key {
    /// The environment variable that sets it.
    pub(crate) fn variable(&self) -> String {
        format!("POSTHUS_{}", self.path.replace('.', "_").to_uppercase())
    }
}

const fn key(path: &'static str, shape: Shape, default: &'static str, help: &'static str) -> Key {
    Key { path, shape, default, help }
}

use Shape::{List, Number, Switch, Text};

/// All keys, in the order of the reference page.
pub(crate) const KEYS: &[Key] = &[
    key(
        "data_dir",
        Text,
        "\"posthus-data\"",
        "Folder of the embedded database, large mails and the secret key.",
    ),
    key(
        "base_url",
        Text,
        "\"http://127.0.0.1:8080\"",
        "The address at which people open Posthus. Cookies are marked Secure when it begins with https.",
    ),
    key(
        "host_name",
        Text,
        "\"\"",
        "The name this machine greets other mail servers with; empty takes the host of `base_url`. Receivers expect it to resolve to this machine's address.",
    ),
    key(
        "roles",
        List,
        "[\"api\", \"hosted\", \"intake\", \"outbox\"]",
        "What this node does: `api` serves the web application, `hosted` listens for mail, `intake` fetches and sorts, `outbox` sends.",
    ),
    key("lease_seconds", Number, "60", "How long work stays with a node that died before another takes it."),
    key(
        "http.listen",
        Text,
        "\"127.0.0.1:8080\"",
        "Address and port of the web application and its API. Put a TLS-terminating proxy in front of it.",
    ),
    key("http.proxies", List, "[]", "Addresses of proxies whose X-Forwarded-For is believed."),
    key(
        "http.metrics_token",
        Text,
        "\"\"",
        "What /metrics demands as a bearer token; empty leaves it open to whoever reaches the port.",
    ),
    key(
        "smtp.listen",
        Text,
        "\"127.0.0.1:2525\"",
        "Address and port of the receiving SMTP listener; empty switches it off.",
    ),
    key(
        "smtp.tls_certificate",
        Text,
        "\"\"",
        "PEM file with the certificate chain for STARTTLS; empty offers none.",
    ),
    key("smtp.tls_key", Text, "\"\"", "PEM file with the private key for `smtp.tls_certificate`."),
    key(
        "smtp.return_host",
        Text,
        "\"\"",
        "Name under which the SMTP listener takes reports of mail that did not arrive, with an MX record to this machine and an SPF record of those that send. Sender domains lead a name of theirs there by CNAME, and their mail then has a signed return path. Empty switches that off.",
    ),
    key(
        "smtp.connections_max",
        Number,
        "500",
        "Connections to the listener at a time; further ones are told 421.",
    ),
    key("smtp.connections_per_address_max", Number, "50", "Connections from one address at a time."),
    key(
        "lmtp.listen",
        Text,
        "\"\"",
        "Where another mail server of this machine hands over mail by LMTP: an address and a port, as in 127.0.0.1:2424, or a file, as in unix:/run/posthus/lmtp, open to the account and group that Posthus runs under. Empty switches it off.",
    ),
    key(
        "database.url",
        Text,
        "\"\"",
        "Empty uses SQLite in `data_dir`; `postgres://user:password@host/name` uses PostgreSQL 15 or newer.",
    ),
    key("database.connections_max", Number, "16", "Connections to PostgreSQL, or readers of SQLite."),
    key(
        "objects.kind",
        Text,
        "\"folder\"",
        "Where mails above 128 KiB lie: `folder` (below `data_dir`) or `s3`.",
    ),
    key("objects.folder", Text, "\"\"", "The folder; empty takes `objects` in `data_dir`."),
    key("objects.s3_bucket", Text, "\"\"", "The bucket, where `objects.kind` is `s3`."),
    key("objects.s3_region", Text, "\"\"", "The bucket's region."),
    key("objects.s3_endpoint", Text, "\"\"", "The service's URL, for S3 stores other than Amazon's."),
    key("objects.s3_access_key", Text, "\"\"", "The access key's id."),
    key("objects.s3_secret_key", Text, "\"\"", "The access key's secret."),
    key(
        "secret.key_file",
        Text,
        "\"\"",
        "File with the key that encrypts passwords at rest; empty takes `secret.key` in `data_dir`, made by `posthus init`. All nodes need the same; keep a copy apart from the database.",
    ),
    key(
        "network.private_allowed",
        Switch,
        "false",
        "Whether mailboxes, relays and mail exchangers may lie at private or loopback addresses. Leave it off where users of several organisations enter servers.",
    ),
    key(
        "network.dns_server",
        Text,
        "\"\"",
        "Address and port of the name server; empty takes the machine's own.",
    ),
    key(
        "network.dns_trusted",
        Text,
        "\"\"",
        "Address and port, on this machine, of a name server that checks the signatures of zones (DNSSEC), as Unbound does: `127.0.0.1:53`. It is believed in place of what `network.dnssec` would check. Empty for none.",
    ),
    key(
        "network.dnssec",
        Switch,
        "true",
        "Whether Posthus checks the signatures of zones itself (DNSSEC), so that mail goes to servers that publish their certificates (DANE, RFC 7672) under those alone. Where the name server leaves signatures out, nothing is checked, and `posthus doctor` says so. Switch it off where domains of your own network are asked for that the Internet does not know.",
    ),
    key(
        "network.extra_roots",
        Text,
        "\"\"",
        "PEM file with certificate authorities to trust beside the public ones.",
    ),
    key(
        "detection.isp_database",
        Text,
        "\"https://autoconfig.thunderbird.net/v1.1/\"",
        "Public list of mail providers that is asked for the servers of a new mailbox: the domain of the address, never the address, is put at its end. Empty asks nobody but the domain itself.",
    ),
    key(
        "detection.plain_http",
        Switch,
        "false",
        "Whether a domain's own settings may also be fetched without encryption. Somebody on the way could name a server of his own.",
    ),
    key("intake.mail_octets_max", Number, "78643200", "The largest mail that is taken in, octets."),
    key("intake.fetch_concurrency", Number, "8", "Mailboxes fetched at a time on this node."),
    key(
        "intake.check_senders",
        Switch,
        "true",
        "Whether SPF, DKIM, DMARC and ARC of each mail are looked at when it comes. The result stands in its timeline, and a mail that is not from whom it claims is marked.",
    ),
    key(
        "intake.trusted_gateways",
        List,
        "[]",
        "Addresses and networks (`192.0.2.0/24`) of mail gateways before this installation: what they write at the top of a mail says who brought it, and SPF is checked for that address. Name only servers that write a `Received` field themselves. A mailbox can name further ones.",
    ),
    key("outbox.concurrency", Number, "200", "Transactions to other mail servers at a time on this node."),
    key(
        "outbox.concurrency_per_destination",
        Number,
        "20",
        "Of these, with the servers of one domain or one relay. A server gets a few at first, and more as it takes mail.",
    ),
    key(
        "outbox.organisation_share",
        Number,
        "50",
        "Percent of this node's places for outgoing mail that one organisation may hold, so that its slow server keeps nobody else's mail waiting. 100 is all; where there is one organisation alone it may have all.",
    ),
    key(
        "outbox.per_minute_to_destination",
        Number,
        "0",
        "Mails in a minute to one destination, counted for all nodes together: a relay, or the mail servers of one operator, whatever domains they serve; what goes to several recipients there in one transaction is one, and whom a distribution list adds goes in a transaction of its own. 0 sets no limit.",
    ),
    key(
        "outbox.per_minute_to_named",
        List,
        "[]",
        "Mails in a minute to destinations that have a limit of their own in place of `outbox.per_minute_to_destination`, as `google.com=300` or `smtp.example.org=0`: a destination is named as in the outbox, by its relay, or by the domain of the mail servers of its operator. 0 sets no limit on it.",
    ),
    key(
        "outbox.per_minute_of_organisation",
        Number,
        "0",
        "Mails in a minute of one organisation, counted for all nodes together; what goes to several recipients in one transaction is one, and whom a distribution list adds goes in a transaction of its own. 0 sets no limit.",
    ),
    key(
        "outbox.retry_minutes",
        List,
        "[5, 15, 30, 60, 120, 240, 480]",
        "How long to wait after the first, second ... attempt that failed for now, minutes; the last one repeats. Up to a tenth is added, so that mails that failed together do not come back together.",
    ),
    key(
        "outbox.lifetime_hours",
        Number,
        "120",
        "How long a mail is tried before it is given up. RFC 5321 asks for four to five days at least.",
    ),
    key(
        "outbox.stop_seconds",
        Number,
        "30",
        "How long a stop waits for mails that are on their way to a server. What takes longer is sent again after the next start.",
    ),
    key("outbox.port", Number, "25", "Port of other domains' mail exchangers; anything but 25 is for tests."),
    key(
        "outgoing.kind",
        Text,
        "\"direct\"",
        "The way out for organisations that chose none: `direct` to the recipients' mail exchangers, or `relay`.",
    ),
    key("outgoing.host", Text, "\"\"", "The relay's name."),
    key("outgoing.port", Number, "587", "The relay's port."),
    key(
        "outgoing.security",
        Text,
        "\"starttls\"",
        "`tls`, `starttls` or `none`; `none` with sign-in only to this machine itself.",
    ),
    key("outgoing.username", Text, "\"\"", "User name at the relay; empty signs in nowhere."),
    key("outgoing.password", Text, "\"\"", "Password at the relay."),
    key(
        "outgoing.oauth_grant",
        Text,
        "\"none\"",
        "Whether the relay is signed in to with a token in place of the password (XOAUTH2, OAUTHBEARER): `refresh_token`, as somebody permitted it, or `client_credentials`, in the application's own name. `none` uses the password.",
    ),
    key(
        "outgoing.oauth_token_endpoint",
        Text,
        "\"\"",
        "Where the provider gives tokens, as in https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.",
    ),
    key("outgoing.oauth_client_id", Text, "\"\"", "The application that is registered with the provider."),
    key(
        "outgoing.oauth_client_secret_file",
        Text,
        "\"\"",
        "File with the application's secret. It is read at the start; a new one is tried at once. Empty for an application without one.",
    ),
    key(
        "outgoing.oauth_client_auth",
        Text,
        "\"body\"",
        "Where the secret stands in requests: `body`, as with most providers, or `header`.",
    ),
    key(
        "outgoing.oauth_scopes",
        Text,
        "\"\"",
        "What `client_credentials` asks for, as in https://outlook.office365.com/.default; several are separated by blanks.",
    ),
    key(
        "outgoing.oauth_refresh_token_file",
        Text,
        "\"\"",
        "File with the token that `refresh_token` begins with. What the provider gives in its place is kept in the database, encrypted; another token in the file begins anew.",
    ),
    key(
        "outgoing.spf_terms",
        Text,
        "\"\"",
        "What the provider of the relay asks for in SPF, as in include:spf.example.net; it becomes part of the records of sender domains whose mail leaves through it. Empty where Posthus knows the provider.",
    ),
    key(
        "outgoing.rewrite_from",
        Text,
        "\"\"",
        "An address of yours, as in no-reply@mail.example.org, that organisations can choose to have mail of unproved domains leave from; answers go to the right one. What leaves from it should be signed by the relay. Set `smtp.return_host` as well: without it, nobody here is told of such mail that comes back later. Empty offers that to nobody.",
    ),
    key(
        "outgoing.unverified",
        Text,
        "\"warn\"",
        "What at least becomes of mail from domains that an organisation has not proved to be its own, and that leaves through this installation: `warn` leaves it to each organisation, `refuse` sends none but that of organisations that choose to have it sent from `outgoing.rewrite_from`, `rewrite` sends it from that address, which must be set, where organisations do not choose to send none.",
    ),
    key(
        "log.level",
        Text,
        "\"info\"",
        "`error`, `warn`, `info`, `debug` or `trace`; or per module, as in `info,flows=debug`.",
    ),
    key("log.format", Text, "\"text\"", "`text` for people, `json` for programs."),
];
