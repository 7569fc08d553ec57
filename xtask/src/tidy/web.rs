//! Rules of the web application: features stand alone, components are short, names follow one scheme.

use crate::finding::Finding;
use crate::source::{SourceFile, Tree};

/// Lines of a component.
const COMPONENT_LINES_MAX: usize = 220;
const SOURCES: &str = "web/src/";
const FEATURES: &str = "web/src/features/";

/// `features/a` never imports `features/b`: what both need moves to `components` or `lib`.
pub(super) fn feature_imports(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        let Some(feature) = feature_of(&file.path) else { continue };
        for (index, line) in file.text.lines().enumerate() {
            let Some(target) = imported(line).and_then(|module| resolve(&file.path, module)) else {
                continue;
            };
            if let Some(other) = feature_of(&target).filter(|other| *other != feature) {
                let text = format!("feature `{feature}` imports feature `{other}`; move what both need");
                findings.push(Finding::new(&file.path, index + 1, text));
            }
        }
    }
    findings
}

/// Components fit a few screens.
pub(super) fn component_size(tree: &Tree) -> Vec<Finding> {
    let components = sources(tree).filter(|file| file.path.ends_with(".tsx") && !is_test(&file.path));
    let sized = components.map(|file| (file, file.text.lines().count()));
    sized
        .filter(|(_, lines)| *lines > COMPONENT_LINES_MAX)
        .map(|(file, lines)| {
            let text = format!("{lines} lines, at most {COMPONENT_LINES_MAX}; split the component");
            Finding::new(&file.path, 1, text)
        })
        .collect()
}

/// Components are `PascalCase.tsx`, everything else is `kebab-case`. The entry, the modules of the
/// shell and hooks hold markup without being components.
pub(super) fn file_names(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        let below = &file.path[SOURCES.len()..];
        let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
        let stem = name.split('.').next().unwrap_or(name);
        let is_component = name.ends_with(".tsx") && !holds_markup(folders, stem);
        let fits = if is_component { is_pascal(stem) } else { is_kebab(stem) || name.ends_with(".tsx") };
        if !fits || !folders.split('/').all(|folder| folder.is_empty() || is_kebab(folder)) {
            let text = "name components `PascalCase.tsx`, other files and folders `kebab-case`";
            findings.push(Finding::new(&file.path, 1, text));
        }
    }
    findings
}

fn holds_markup(folders: &str, stem: &str) -> bool {
    folders.starts_with("app") || stem == "main" || stem.starts_with("use-")
}

fn sources(tree: &Tree) -> impl Iterator<Item = &SourceFile> {
    tree.files.iter().filter(|file| {
        file.path.starts_with(SOURCES) && (file.path.ends_with(".ts") || file.path.ends_with(".tsx"))
    })
}

fn is_test(path: &str) -> bool {
    path.ends_with(".test.tsx") || path.ends_with(".story.tsx")
}

fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix(FEATURES)?.split('/').next()
}

/// The module that a line imports from: `import a from 'b'`, `} from 'b'`, `import('b')`.
fn imported(line: &str) -> Option<&str> {
    let after = [" from ", "import(", "import "].iter().find_map(|mark| line.split_once(mark))?.1;
    let quote = after.chars().next().filter(|first| ['\'', '"'].contains(first))?;
    after[1..].split(quote).next()
}

/// The path from the root of the repository that `module` means in the file at `from`.
fn resolve(from: &str, module: &str) -> Option<String> {
    if let Some(inside) = module.strip_prefix("@/") {
        return Some(format!("{SOURCES}{inside}"));
    }
    if !module.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in module.split('/') {
        match step {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn is_pascal(stem: &str) -> bool {
    stem.starts_with(|first: char| first.is_ascii_uppercase()) && stem.chars().all(char::is_alphanumeric)
}

fn is_kebab(name: &str) -> bool {
    name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check;

    #[test]
    fn a_feature_that_imports_a_feature_is_found() {
        let path = "web/src/features/cases/components/CaseList.tsx";
        for sample in [
            "import { a } from '@/features/intake/a';",
            "import { a } from '../../intake/a';",
            "const a = import('../../intake/a');",
        ] {
            assert_eq!(check(feature_imports, &[(path, sample)]).len(), 1, "{sample}");
        }
        for sample in
            ["import { a } from '../api/a';", "import { a } from '@/lib/a';", "import a from 'react';"]
        {
            assert_eq!(check(feature_imports, &[(path, sample)]), [""; 0], "{sample}");
        }
        let shell = ("web/src/app/Routes.tsx", "import { a } from '@/features/intake/a';");
        assert_eq!(check(feature_imports, &[shell]), [""; 0]);
    }

    #[test]
    fn a_long_component_is_found_and_its_test_is_not() {
        let text = "a\n".repeat(221);
        let found = check(component_size, &[("web/src/app/Shell.tsx", &text)]);
        assert_eq!(found, ["web/src/app/Shell.tsx:1: 221 lines, at most 220; split the component"]);
        assert_eq!(check(component_size, &[("web/src/app/Shell.test.tsx", &text)]), [""; 0]);
    }

    #[test]
    fn names_outside_the_scheme_are_found() {
        for path in ["web/src/lib/shell.tsx", "web/src/lib/useList.ts", "web/src/Lib/list.ts"] {
            assert_eq!(check(file_names, &[(path, "")]).len(), 1, "{path}");
        }
        for path in [
            "web/src/main.tsx",
            "web/src/app/routes/cases.tsx",
            "web/src/app/Shell.test.tsx",
            "web/src/lib/use-list.ts",
        ] {
            assert_eq!(check(file_names, &[(path, "")]), [""; 0], "{path}");
        }
    }
}
