//! The reference page of the configuration, written from the table of keys.

use std::fmt::Write as _;

use super::keys::KEYS;

/// docs/configuration.md.
pub(crate) fn reference_page() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         `posthus --config FILE` reads a TOML file; the variable beside each key wins over the file. A key\n\
         that stands in neither has its default. Unknown keys and unknown `POSTHUS_*` variables are refused\n\
         by name. `posthus doctor` checks what is set.\n\n\
         <!-- Written by `posthus config-reference`; a test fails when this page is older than the code. -->\n",
    );
    let mut section = None;
    for key in KEYS {
        let own = key.path.split_once('.').map_or("", |(head, _)| head);
        if section != Some(own) {
            let title = if own.is_empty() { "General".to_owned() } else { format!("`[{own}]`") };
            let _ = write!(
                page,
                "\n## {title}\n\n| key | variable | default | meaning |\n| --- | --- | --- | --- |\n"
            );
            section = Some(own);
        }
        let (path, variable, default, help) = (key.path, key.variable(), key.default, key.help);
        let _ = writeln!(page, "| `{path}` | `{variable}` | `{default}` | {help} |");
    }
    page
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_in_docs_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            page,
            super::reference_page(),
            "run `cargo run -p posthus -- config-reference > docs/configuration.md`"
        );
    }
}
