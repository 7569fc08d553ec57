//! Walking a hash map gives another order on every run, and with it another mail first, another
//! log, another test result. A `BTreeMap` or a sorted list has one order.

use crate::finding::Finding;
use crate::source::Tree;

const WALKS: &[&str] =
    &["iter", "iter_mut", "keys", "values", "values_mut", "into_iter", "into_keys", "into_values", "drain"];

/// Finds walks over names that this file binds to a hash map or set. It knows names, not types: a
/// map that arrives under an inferred type slips through.
pub(super) fn walks(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        let hashed = &file.facts.hashed_names;
        let methods = file.facts.calls.iter().filter(|call| WALKS.contains(&call.name.as_str()));
        let receivers = methods.filter_map(|call| Some((call.receiver.as_ref()?, call.line)));
        let loops = file.facts.walked_names.iter().map(|(name, line)| (name, *line));
        for (name, line) in receivers.chain(loops) {
            if hashed.contains(name) && !file.is_test(line) {
                let text =
                    format!("`{}` is hashed and has no order; use a BTreeMap, or sort first", name.text());
                findings.push(Finding::new(&file.path, line, text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    #[test]
    fn a_walk_over_a_hash_map_is_found() {
        let samples = [
            "struct A { map: HashMap<u8, u8> }\nimpl A { fn a(&self) { self.map.iter(); } }\n",
            "fn a() { let map = HashMap::new(); for b in &map {} }\n",
            "fn a(map: &HashSet<u8>) { map.iter(); }\n",
        ];
        for sample in samples {
            assert_eq!(check(walks, &[("a.rs", sample)]).len(), 1, "{sample}");
        }
    }

    #[test]
    fn a_look_into_a_hash_map_is_not() {
        let sample = "fn a(map: &HashMap<u8, u8>, rows: &[u8]) { map.get(&1); rows.iter(); }\n";
        assert_eq!(check(walks, &[("a.rs", sample)]), [""; 0]);
        let elsewhere = "fn a() { let map = HashMap::new(); }\nfn b(map: &[u8]) { map.iter(); }\n";
        assert_eq!(check(walks, &[("a.rs", elsewhere)]), [""; 0]);
    }
}
