//! Rules about size: files, functions, parameters, structs.

use crate::finding::Finding;
use crate::source::{RustFile, Tree, is_test_path};

/// Lines of a file outside its tests.
const FILE_LINES_MAX: usize = 600;
/// Above this the first comment gives the reason.
const FILE_LINES_WITHOUT_REASON: usize = 400;
/// What the first comment says then.
const REASON: &str = "one file because";
/// Lines of code of a function.
const FUNCTION_LINES_MAX: usize = 70;
/// Parameters beside `self`.
const PARAMETERS_MAX: usize = 5;
/// Fields of a struct.
const FIELDS_MAX: usize = 15;

/// Files stay short, and long ones say why.
pub(super) fn files(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust.iter().filter(|file| !is_test_path(&file.path)) {
        let size = file.size();
        if size > FILE_LINES_MAX {
            let text = format!("{size} lines without tests, at most {FILE_LINES_MAX}; split by idea");
            findings.push(Finding::new(&file.path, 1, text));
        } else if size > FILE_LINES_WITHOUT_REASON && !gives_reason(file) {
            let text =
                format!("{size} lines without tests; split it, or say in the first comment \"{REASON} ...\"");
            findings.push(Finding::new(&file.path, 1, text));
        }
    }
    findings
}

fn gives_reason(file: &RustFile) -> bool {
    let first_comment = file.text.lines().take_while(|line| line.starts_with("//!"));
    let joined: Vec<&str> = first_comment.map(|line| line.trim_start_matches("//!").trim()).collect();
    joined.join(" ").to_lowercase().contains(REASON)
}

/// A function fits a screen.
pub(super) fn functions(tree: &Tree) -> Vec<Finding> {
    each_function(tree, |file, function| {
        let lines = function.code_lines;
        (lines > FUNCTION_LINES_MAX).then(|| {
            let text = format!("`{}` has {lines} lines, at most {FUNCTION_LINES_MAX}", function.name);
            Finding::new(&file.path, function.line, text)
        })
    })
}

/// Five parameters, then a struct; two booleans in a row are mixed up by the first caller.
pub(super) fn parameters(tree: &Tree) -> Vec<Finding> {
    each_function(tree, |file, function| {
        // The signature of a foreign trait is not ours to change.
        if function.implements_trait {
            return None;
        }
        let text = if function.parameters > PARAMETERS_MAX {
            format!("`{}` takes {} parameters; pass a struct", function.name, function.parameters)
        } else if function.two_booleans {
            format!("`{}` takes two booleans in a row; use enums or a struct", function.name)
        } else {
            return None;
        };
        Some(Finding::new(&file.path, function.line, text))
    })
}

fn each_function(
    tree: &Tree,
    rule: impl Fn(&RustFile, &crate::facts::Function) -> Option<Finding>,
) -> Vec<Finding> {
    let pairs =
        tree.rust.iter().flat_map(|file| file.facts.functions.iter().map(move |function| (file, function)));
    pairs.filter_map(|(file, function)| rule(file, function)).collect()
}

/// No struct knows everything. Rows and settings mirror a table or a page and may be wide.
pub(super) fn structs(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust.iter().filter(|file| !file.path.starts_with("crates/store/")) {
        for item in &file.facts.structs {
            let mirrors = ["Row", "Settings", "Config"].iter().any(|end| item.name.ends_with(end));
            if item.fields > FIELDS_MAX && !mirrors {
                let text = format!("`{}` has {} fields, at most {FIELDS_MAX}", item.name, item.fields);
                findings.push(Finding::new(&file.path, item.line, text));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    fn lines(count: usize) -> String {
        "const A: u8 = 1;\n".repeat(count)
    }

    #[test]
    fn a_file_over_600_lines_is_found_tests_not_counted() {
        let long = format!("//! One file because it is a table.\n{}", lines(600));
        assert_eq!(check(files, &[("a.rs", &long)]).len(), 1);
        let tested = format!("//! A.\n#[cfg(test)]\nmod tests {{\n{}}}\n", lines(700));
        assert_eq!(check(files, &[("a.rs", &tested)]), [""; 0]);
    }

    #[test]
    fn a_file_over_400_lines_needs_a_reason() {
        let silent = format!("//! A table.\n{}", lines(450));
        assert_eq!(check(files, &[("a.rs", &silent)]).len(), 1);
        let reasoned = format!("//! A table. One file\n//! because it is read whole.\n{}", lines(450));
        assert_eq!(check(files, &[("a.rs", &reasoned)]), [""; 0]);
    }

    #[test]
    fn a_long_function_is_found_comments_not_counted() {
        let long = format!("fn a() {{\n{}}}\n", "    b();\n".repeat(69));
        assert_eq!(check(functions, &[("a.rs", &long)]), ["a.rs:1: `a` has 71 lines, at most 70"]);
        let commented = format!("fn a() {{\n{}}}\n", "    // Why.\n\n    b();\n".repeat(60));
        assert_eq!(check(functions, &[("a.rs", &commented)]), [""; 0]);
    }

    #[test]
    fn many_parameters_and_pairs_of_booleans_are_found() {
        let many = "fn a(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {}\n";
        assert_eq!(check(parameters, &[("a.rs", many)]), ["a.rs:1: `a` takes 6 parameters; pass a struct"]);
        let booleans = "impl A { fn a(&self, a: bool, b: bool) {} }\n";
        assert_eq!(check(parameters, &[("a.rs", booleans)]).len(), 1);
        let foreign = "impl B for A { fn a(&self, a: bool, b: bool) {} }\n";
        assert_eq!(check(parameters, &[("a.rs", foreign)]), [""; 0]);
        let apart = "fn a(a: bool, b: u8, c: bool) {}\n";
        assert_eq!(check(parameters, &[("a.rs", apart)]), [""; 0]);
    }

    #[test]
    fn a_wide_struct_is_found_unless_it_mirrors_something() {
        let fields: String = (0..16).map(|number| format!("f{number}: u8, ")).collect();
        let wide = format!("struct A {{ {fields} }}\n");
        assert_eq!(check(structs, &[("a.rs", &wide)]), ["a.rs:1: `A` has 16 fields, at most 15"]);
        assert_eq!(check(structs, &[("crates/store/src/a.rs", &wide)]), [""; 0]);
        let row = format!("struct CaseRow {{ {fields} }}\n");
        assert_eq!(check(structs, &[("a.rs", &row)]), [""; 0]);
    }
}
