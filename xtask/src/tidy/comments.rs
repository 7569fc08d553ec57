//! Rules about comments: a doc at the top of each file, no dead code, no to-do without an issue.

use crate::finding::Finding;
use crate::source::Tree;

/// Every Rust file opens with `//!`.
pub(super) fn file_docs(tree: &Tree) -> Vec<Finding> {
    let silent = tree.rust.iter().filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| Finding::new(&file.path, 1, "open the file with `//!`: what it is for")).collect()
}

/// No comment parses as code.
pub(super) fn dead_code(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        for (line, comment) in file.comments() {
            let whole_line = file.masked[line - 1].trim_start().starts_with("//");
            if whole_line && is_code(comment) {
                findings.push(Finding::new(&file.path, line, "delete commented-out code; git keeps it"));
            }
        }
    }
    findings
}

/// A to-do carries the number of its issue.
pub(super) fn todos(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.rust {
        for (line, comment) in file.comments() {
            findings.extend(todo(&file.path, line, comment));
        }
    }
    for file in &tree.files {
        let Some(mark) = comment_mark(&file.path) else { continue };
        for (index, line) in file.text.lines().enumerate() {
            if let Some((_, comment)) = line.split_once(mark) {
                findings.extend(todo(&file.path, index + 1, comment));
            }
        }
    }
    findings
}

/// Doc comments hold examples; those are prose here. What is left is code when it ends like a
/// statement and the parser takes it.
fn is_code(comment: &str) -> bool {
    if comment.starts_with(['/', '!']) {
        return false;
    }
    let text = comment.trim();
    if !text.is_empty() && text.trim_matches(['}', ')', ']', ';', ',']).is_empty() {
        return true;
    }
    let statement = match text.chars().last() {
        Some(';' | '}') => text.to_owned(),
        Some('{') => format!("{text}}}"),
        Some(',') if text.contains("=>") => format!("match it {{ {text} }}"),
        _ => return false,
    };
    // A lone word with a semicolon is prose that goes on in the next line.
    let is_word = text.trim_end_matches(';').chars().all(char::is_alphanumeric);
    !is_word && syn::parse_str::<OneStatement>(&statement).is_ok()
}

struct OneStatement;

impl syn::parse::Parse for OneStatement {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        syn::Block::parse_within(input).map(|_| Self)
    }
}

fn todo(path: &str, line: usize, comment: &str) -> Option<Finding> {
    let mut words = comment.split(|character: char| !character.is_ascii_alphanumeric());
    let is_todo = words.any(|word| ["TODO", "FIXME", "XXX"].contains(&word));
    let has_issue = comment
        .match_indices('#')
        .any(|(at, _)| comment[at + 1..].starts_with(|next: char| next.is_ascii_digit()));
    (is_todo && !has_issue).then(|| Finding::new(path, line, "give the to-do its issue number, `(#12)`"))
}

/// What begins a comment in the languages beside Rust that we write.
fn comment_mark(path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "ts" | "tsx" | "mjs" | "css" if !path.contains("/generated/") => Some("//"),
        "toml" | "sh" | "yml" | "conf" => Some("#"),
        "sql" => Some("--"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    #[test]
    fn a_file_without_a_doc_is_found() {
        assert_eq!(check(file_docs, &[("a.rs", "//! Fine.\n")]), [""; 0]);
        let found = check(file_docs, &[("a.rs", "fn a() {}\n")]);
        assert_eq!(found, ["a.rs:1: open the file with `//!`: what it is for"]);
    }

    #[test]
    fn commented_out_code_is_found_and_prose_is_not() {
        let code = ["// let a = 1;", "// if a == b {", "// }", "// A::B => c(),", "// call(a);"];
        for sample in code {
            assert_eq!(check(dead_code, &[("a.rs", &format!("{sample}\n"))]).len(), 1, "{sample}");
        }
        let prose = [
            "// done;",
            "// The peer (see RFC 5321) may wait;",
            "// atom = 1*ATOM-CHAR",
            "/// let a = 1;",
            "const A: &str = \"// let a = 1;\";",
        ];
        for sample in prose {
            let text = format!("{sample}\nfn a() {{}}\n");
            assert_eq!(check(dead_code, &[("a.rs", &text)]), [""; 0], "{sample}");
        }
    }

    #[test]
    fn a_todo_without_an_issue_is_found() {
        assert_eq!(check(todos, &[("a.rs", "// TODO: more\nfn a() {}\n")]).len(), 1);
        assert_eq!(check(todos, &[("a.toml", "a = 1 # FIXME\n")]).len(), 1);
        assert_eq!(check(todos, &[("a.ts", "// TODO(#12): more\n")]), [""; 0]);
        assert_eq!(check(todos, &[("a.rs", "// TODOS are fine\nfn a() {}\n")]), [""; 0]);
    }
}
