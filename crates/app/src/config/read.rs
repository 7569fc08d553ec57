//! Reads the configuration: defaults, then the file, then the environment.

use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use super::Config;
use super::keys::{KEYS, Key, Shape};

/// Variables of ours that are no keys of the configuration.
const OTHER_VARIABLES: [&str; 3] = ["POSTHUS_CONFIG", "POSTHUS_PASSWORD", "POSTHUS_TEST_POSTGRES_URL"];

/// The configuration from this file, if one is named, and these variables.
pub(crate) fn load(file: Option<&Path>, variables: impl Iterator<Item = (String, String)>) -> Result<Config> {
    let mut table = defaults();
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration file `{}`", path.display()))?;
        let given: Table = text
            .parse()
            .with_context(|| format!("the configuration file `{}` is not valid TOML", path.display()))?;
        refuse_unknown(&given, "", path)?;
        merge(&mut table, given);
    }
    for (name, text) in variables.filter(|(name, _)| name.starts_with("POSTHUS_")) {
        if OTHER_VARIABLES.contains(&name.as_str()) {
            continue;
        }
        let Some(key) = KEYS.iter().find(|key| key.variable() == name) else {
            bail!("the variable `{name}` sets nothing that Posthus knows; see docs/configuration.md");
        };
        let value = parse(key, &text).with_context(|| format!("in the variable `{name}`"))?;
        put(&mut table, key.path, value);
    }
    Config::deserialize_named(table)
}

impl Config {
    fn deserialize_named(table: Table) -> Result<Self> {
        let config: Self =
            table.try_into().context("a key of the configuration has a value it cannot have")?;
        config.outbox.check()?;
        config.outgoing.check()?;
        config.sender_domains.keys_zone()?;
        config.detection.check()?;
        Ok(config)
    }
}

fn defaults() -> Table {
    let mut table = Table::new();
    for key in KEYS {
        let line: Table =
            format!("value = {}", key.default).parse().expect("defaults are valid TOML; a test reads each");
        for (_, value) in line {
            put(&mut table, key.path, value);
        }
    }
    table
}

fn put(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((head, rest)) => {
            let inner = table.entry(head).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn merge(table: &mut Table, given: Table) {
    for (name, value) in given {
        match (table.get_mut(&name), value) {
            (Some(Value::Table(inner)), Value::Table(value)) => merge(inner, value),
            (_, value) => {
                table.insert(name, value);
            }
        }
    }
}

fn refuse_unknown(given: &Table, prefix: &str, file: &Path) -> Result<()> {
    for (name, value) in given {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if KEYS.iter().any(|key| key.path == path) {
            continue;
        }
        let is_section = KEYS.iter().any(|key| key.path.starts_with(&format!("{path}.")));
        if let (Value::Table(inner), true) = (value, is_section) {
            refuse_unknown(inner, &path, file)?;
        } else {
            bail!(
                "`{}` has the unknown key `{path}`{}; see docs/configuration.md",
                file.display(),
                nearest(&path).map(|known| format!(", did you mean `{known}`?")).unwrap_or_default()
            );
        }
    }
    Ok(())
}

/// The known key that shares the longest beginning or ending with the unknown one.
fn nearest(path: &str) -> Option<&'static str> {
    let shared = |known: &str| {
        let ahead = known.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        let behind = known.bytes().rev().zip(path.bytes().rev()).take_while(|(a, b)| a == b).count();
        ahead + behind
    };
    let best = KEYS.iter().max_by_key(|key| shared(key.path))?;
    (shared(best.path) * 2 > path.len()).then_some(best.path)
}

fn parse(key: &Key, text: &str) -> Result<Value> {
    Ok(match key.shape {
        Shape::Text => Value::String(text.to_owned()),
        Shape::Number => Value::Integer(text.trim().parse().context("a whole number is wanted")?),
        Shape::Switch => Value::Boolean(text.trim().parse().context("`true` or `false` is wanted")?),
        Shape::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::preflight::UnverifiedRule;

    use super::*;

    fn with_file(text: &str) -> Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posthus.toml");
        std::fs::write(&path, text).unwrap();
        load(Some(&path), std::iter::empty())
    }

    fn variables(pairs: &[(&str, &str)]) -> std::vec::IntoIter<(String, String)> {
        let owned: Vec<_> = pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        owned.into_iter()
    }

    fn error(result: Result<Config>) -> String {
        format!("{:#}", result.err().expect("an error"))
    }

    #[test]
    fn rewriting_without_a_host_for_returns_is_warned_of() {
        let warnings = |text: &str| with_file(text).unwrap().warnings().len();
        let rewriting = "[outgoing]\nrewrite_from = \"no-reply@mail.example.org\"\n";
        assert_eq!((warnings(""), warnings(rewriting)), (0, 1));
        let both = format!("{rewriting}[smtp]\nreturn_host = \"return.example.org\"\n");
        assert_eq!(warnings(&both), 0);
    }

    #[test]
    fn mail_is_rewritten_to_an_address_that_is_there() {
        let rewriting = "[outgoing]\nunverified = \"rewrite\"\n";
        let said = error(with_file(rewriting));
        assert!(said.contains("outgoing.rewrite_from") && said.contains("`refuse`"), "{said}");
        let with_address = format!("{rewriting}rewrite_from = \"no-reply@mail.example.org\"\n");
        assert_eq!(with_file(&with_address).unwrap().outgoing.unverified, UnverifiedRule::Rewrite);
    }

    #[test]
    fn what_is_no_term_of_spf_for_the_relay_is_named() {
        let with = |terms: &str| with_file(&format!("[outgoing]\nspf_terms = \"{terms}\"\n"));
        let read = with("v=spf1 include:SPF.example.net ip4:192.88.99.0/24 ~all").unwrap();
        assert_eq!(read.outgoing.spf_terms().unwrap(), "include:spf.example.net ip4:192.88.99.0/24");
        for wrong in [
            "mx",
            "mx:a.example",
            "all",
            "ptr",
            "redirect=a.example",
            "ip4:10.0.0.7",
            "ip4:203.0.113.7",
            "ip4:0.0.0.0/0",
        ] {
            let said = error(with(wrong));
            assert!(said.contains("outgoing.spf_terms") && said.contains(wrong), "{said}");
        }
    }

    #[test]
    fn without_a_file_every_key_has_its_default() {
        let config = load(None, std::iter::empty()).unwrap();
        assert_eq!(config.http.listen.port(), 8080);
        assert_eq!(config.roles.len(), 4);
        assert_eq!(config.intake.mail_octets_max, domain::limits::MAIL_OCTETS_MAX);
    }

    #[test]
    fn a_relay_signs_in_with_a_token_or_a_password_and_what_is_missing_is_named() {
        let with = |more: &str| {
            let relay =
                "[outgoing]\nkind = \"relay\"\nhost = \"smtp.example.org\"\nusername = \"a@example.org\"\n";
            with_file(&format!("{relay}oauth_grant = \"refresh_token\"\n{more}"))
        };
        assert!(error(with("")).contains("outgoing.oauth_token_endpoint"));
        let endpoint = "oauth_token_endpoint = \"https://login.example.org/token\"\n";
        assert!(error(with(endpoint)).contains("outgoing.oauth_client_id"));
        let application = format!("{endpoint}oauth_client_id = \"posthus\"\n");
        assert!(error(with(&application)).contains("outgoing.oauth_refresh_token_file"));
        let both = format!("{application}password = \"x\"\n");
        assert!(error(with(&both)).contains("remove one"));
        let plain = application.replace("https", "http");
        assert!(error(with(&plain)).contains("https"));

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        let config =
            with(&format!("{application}oauth_refresh_token_file = \"{}\"\n", file.display())).unwrap();
        assert!(config.outgoing.oauth().is_err(), "it is not there");
        std::fs::write(&file, "secret-1\n").unwrap();
        let oauth = config.outgoing.oauth().unwrap().unwrap();
        assert_eq!(oauth.refresh_token.unwrap().expose(), "secret-1");
        assert!(load(None, std::iter::empty()).unwrap().outgoing.oauth().unwrap().is_none());
    }

    #[test]
    fn variables_win_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posthus.toml");
        std::fs::write(&path, "[http]\nlisten = \"127.0.0.1:1\"\n[outbox]\nconcurrency = 3\n").unwrap();
        let given = variables(&[
            ("POSTHUS_HTTP_LISTEN", "127.0.0.1:2"),
            ("POSTHUS_ROLES", "api, intake"),
            ("HOME", "x"),
        ]);
        let config = load(Some(&path), given).unwrap();
        assert_eq!(config.http.listen.port(), 2);
        assert_eq!(config.outbox.concurrency, 3);
        assert_eq!(config.roles, [super::super::Role::Api, super::super::Role::Intake]);
    }

    #[test]
    fn unknown_keys_are_refused_by_name() {
        let said = error(with_file("[http]\nlissen = \"x\"\n"));
        assert!(said.contains("`http.lissen`") && said.contains("did you mean `http.listen`?"), "{said}");
        assert!(error(with_file("[nonsense]\nx = 1\n")).contains("`nonsense`"));
        let said = error(load(None, variables(&[("POSTHUS_HTTP_PORT", "1")])));
        assert!(said.contains("`POSTHUS_HTTP_PORT`"), "{said}");
    }

    #[test]
    fn wrong_values_name_their_key() {
        let said = error(with_file("[outbox]\nconcurrency = \"many\"\n"));
        assert!(said.contains("concurrency") || said.contains("outbox"), "{said}");
        let said = error(load(None, variables(&[("POSTHUS_OUTBOX_CONCURRENCY", "many")])));
        assert!(said.contains("POSTHUS_OUTBOX_CONCURRENCY") && said.contains("whole number"), "{said}");
    }

    #[test]
    fn the_schedule_of_retries_comes_from_the_file_or_a_variable() {
        let config = load(None, std::iter::empty()).unwrap();
        assert_eq!(config.outbox.schedule(), policy::retry::Schedule::default());
        assert_eq!(
            config.outbox.in_words(),
            "tried again after 5 min, 15 min, 30 min, 1 h, 2 h, 4 h, 8 h, then every 8 h; given up after 5 days"
        );
        let config = with_file("[outbox]\nretry_minutes = [1, 90]\nlifetime_hours = 2\n").unwrap();
        let waits_ms = vec![60_000, 5_400_000];
        assert_eq!(config.outbox.schedule(), policy::retry::Schedule { waits_ms, lifetime_ms: 7_200_000 });
        let config = load(None, variables(&[("POSTHUS_OUTBOX_RETRY_MINUTES", "2, 4")])).unwrap();
        assert_eq!(config.outbox.retry_minutes, [2, 4]);
    }

    #[test]
    fn limits_of_single_destinations_come_from_the_file_or_a_variable() {
        let config =
            with_file("[outbox]\nper_minute_to_named = [\"Google.com=300\", \"smtp.a.test = 0\"]\n").unwrap();
        let rates = config.outbox.rates();
        assert_eq!((rates.to_named["google.com"], rates.to_named["smtp.a.test"]), (300, 0));
        let given = variables(&[("POSTHUS_OUTBOX_PER_MINUTE_TO_NAMED", "google.com=300, smtp.a.test=5")]);
        assert_eq!(load(None, given).unwrap().outbox.per_minute_to_named.len(), 2);
    }

    #[test]
    fn a_schedule_that_makes_no_sense_is_refused_by_its_key() {
        for (given, named) in [
            ("retry_minutes = []", "`outbox.retry_minutes` has 0 steps"),
            ("retry_minutes = [5, 0]", "has the step 0"),
            ("retry_minutes = [5, 7201]", "has the step 7201"),
            ("retry_minutes = [\"soon\"]", "`soon` is no whole number"),
            ("retry_minutes = [1.5]", "`1.5` is no whole number"),
            ("lifetime_hours = 0", "`outbox.lifetime_hours` is 0"),
            ("lifetime_hours = 721", "write 1 to 720"),
            ("concurrency = 0", "`outbox.concurrency` is 0"),
            ("concurrency_per_destination = 0", "`outbox.concurrency_per_destination` is 0"),
            ("organisation_share = 0", "`outbox.organisation_share` is 0"),
            ("organisation_share = 101", "`outbox.organisation_share` is 101"),
            ("per_minute_to_destination = 60001", "`outbox.per_minute_to_destination` is 60001"),
            ("per_minute_of_organisation = 60001", "or 0 for no limit"),
            ("per_minute_to_named = [\"google.com\"]", "`google.com` has no `=`"),
            ("per_minute_to_named = [\"=5\"]", "`=5` names no destination"),
            ("per_minute_to_named = [\"google.com=60001\"]", "`google.com=60001`: write at most 60000"),
            (
                "per_minute_to_named = [\"a.test=1\", \"A.test=2\"]",
                "`A.test=2` names a destination once more",
            ),
            ("stop_seconds = 3601", "`outbox.stop_seconds` is 3601"),
        ] {
            let said = error(with_file(&format!("[outbox]\n{given}\n")));
            assert!(said.contains(named), "{given}: {said}");
        }
    }

    #[test]
    fn the_list_of_providers_is_asked_encrypted_or_not_at_all() {
        let config = load(None, std::iter::empty()).unwrap();
        assert!(config.detection.isp_database.starts_with("https://") && !config.detection.plain_http);
        assert!(with_file("[detection]\nisp_database = \"\"\n").unwrap().detection.isp_database.is_empty());
        for given in ["http://list.example/", "https://list.example/v1.1", "list.example"] {
            let said = error(with_file(&format!("[detection]\nisp_database = \"{given}\"\n")));
            assert!(said.contains("`detection.isp_database`"), "{given}: {said}");
        }
    }

    #[test]
    fn the_greeting_name_comes_from_the_base_url() {
        let greeting =
            |url: &str| load(None, variables(&[("POSTHUS_BASE_URL", url)])).unwrap().greeting_name();
        assert_eq!(greeting("https://post.example.org/x"), "post.example.org");
        assert_eq!(greeting("http://127.0.0.1:8080"), "[127.0.0.1]");
    }
}
