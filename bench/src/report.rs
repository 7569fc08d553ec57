//! What was found: printed as it comes, and written as the table of docs/performance.md.

use std::path::Path;

use anyhow::{Context, Result};

use crate::figure::Cost;

const BEGIN: &str = "<!-- figures: written by `make figures` -->";
const END: &str = "<!-- end of figures -->";
const HEAD: [&str; 2] = ["| what | ours | peer | ratio | bar |", "| --- | --- | --- | --- | --- |"];

/// The figures of a run.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Row {
    what: String,
    ours: String,
    peer: String,
    ratio: String,
    bar: String,
}

/// What is asked of a comparison: how many times the peer's rate, and what part of its CPU time.
#[derive(Clone, Copy)]
pub(crate) struct Bar {
    pub(crate) rate: f64,
    pub(crate) cpu: Option<f64>,
}

impl Report {
    /// One figure without a peer: `name: value unit`.
    pub(crate) fn figure(&mut self, name: &str, value: f64, unit: &str) {
        line(&format!("{name}: {value:.1} {unit}"));
    }

    /// A figure that has a bar to stay below.
    pub(crate) fn below(&mut self, name: &str, value: f64, (bar, unit): (f64, &str)) {
        self.figure(name, value, unit);
        let (ours, bar) = (format!("{value:.1} {unit}"), format!("under {bar} {unit}{}", met(value < bar)));
        self.add(Row { what: name.to_owned(), ours, peer: "none".into(), ratio: String::new(), bar });
    }

    /// Ours beside a peer's, with both ratios.
    pub(crate) fn compare(&mut self, name: &str, ours: Cost, (peer, theirs): (&str, Cost), bar: Bar) {
        for (who, cost) in [("posthus", ours), (peer, theirs)] {
            line(&format!("{name}, {who}: {:.0} mails/s", cost.rate));
            line(&format!("{name}, {who}, CPU: {:.2} s per 1,000", cost.cpu));
        }
        let (rate, cpu) =
            (ours.rate / theirs.rate.max(f64::EPSILON), ours.cpu / theirs.cpu.max(f64::EPSILON));
        line(&format!("{name}, rate beside {peer}: {rate:.2} x"));
        line(&format!("{name}, CPU beside {peer}: {cpu:.2} x"));
        let fulfilled = rate >= bar.rate && bar.cpu.is_none_or(|bar| cpu <= bar);
        let asked_cpu = bar.cpu.map(|bar| format!(", {bar:.2} x the CPU")).unwrap_or_default();
        let told = |cost: Cost| format!("{:.0}/s, {:.2} s", cost.rate, cost.cpu);
        self.add(Row {
            what: format!("{name}, beside {peer}"),
            ours: told(ours),
            peer: told(theirs),
            ratio: format!("{rate:.1} x, CPU {cpu:.2} x"),
            bar: format!("{:.0} x{asked_cpu}{}", bar.rate, met(fulfilled)),
        });
    }

    fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Writes the figures into the document's table; rows of parts that were not run stay.
    pub(crate) fn write(&self, path: &Path, machine: &str) -> Result<()> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = self.merged(&text, machine).with_context(|| {
            format!("{} has no place for the figures, between `{BEGIN}` and `{END}`", path.display())
        })?;
        Ok(std::fs::write(path, text)?)
    }

    fn merged(&self, text: &str, machine: &str) -> Option<String> {
        let (before, rest) = text.split_once(BEGIN)?;
        let (old, after) = rest.split_once(END)?;
        let is_new = |what: &str| self.rows.iter().any(|row| row.what == what);
        let mut rows: Vec<Row> = old.lines().filter_map(Row::read).filter(|row| !is_new(&row.what)).collect();
        rows.extend(self.rows.iter().cloned());
        let table: Vec<String> =
            HEAD.map(str::to_owned).into_iter().chain(rows.iter().map(Row::line)).collect();
        Some(format!("{before}{BEGIN}\n\nOn {machine}.\n\n{}\n\n{END}{after}", table.join("\n")))
    }
}

impl Row {
    fn line(&self) -> String {
        let Self { what, ours, peer, ratio, bar } = self;
        format!("| {what} | {ours} | {peer} | {ratio} | {bar} |")
    }

    fn read(line: &str) -> Option<Self> {
        let inner = line.strip_prefix("| ")?.strip_suffix('|')?;
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        let [what, ours, peer, ratio, bar] = cells.try_into().ok()?;
        let row = Self {
            what: what.into(),
            ours: ours.into(),
            peer: peer.into(),
            ratio: ratio.into(),
            bar: bar.into(),
        };
        (what != "what" && what != "---").then_some(row)
    }
}

const fn met(fulfilled: bool) -> &'static str {
    if fulfilled { ", met" } else { ", **missed**" }
}

/// Prints one line.
#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_figure_takes_the_place_of_the_old_one_and_the_others_stay() {
        let row = |what: &str, ours: &str| Row {
            what: what.into(),
            ours: ours.into(),
            peer: "none".into(),
            ratio: String::new(),
            bar: String::new(),
        };
        let document = format!("above\n{BEGIN}\n{END}\nbelow\n");
        let first = Report { rows: vec![row("one", "1"), row("two", "2")] };
        let document = first.merged(&document, "a machine").expect("the place is there");
        let again = Report { rows: vec![row("one", "3")] };
        let document = again.merged(&document, "another").expect("the place is still there");
        assert!(document.starts_with("above\n") && document.ends_with("\nbelow\n"), "{document}");
        assert!(document.contains("On another.") && !document.contains("a machine"), "{document}");
        assert!(document.contains("| one | 3 |") && document.contains("| two | 2 |"), "{document}");
        assert!(!document.contains("| one | 1 |"), "{document}");
    }

    #[test]
    fn a_bar_is_met_by_rate_and_cpu_together() {
        let cost = |rate, cpu| Cost { rate, cpu };
        let bar = Bar { rate: 3.0, cpu: Some(0.34) };
        let mut report = Report::default();
        report.compare("a", cost(300.0, 0.3), ("peer", cost(100.0, 1.0)), bar);
        report.compare("b", cost(300.0, 0.5), ("peer", cost(100.0, 1.0)), bar);
        assert!(report.rows[0].bar.ends_with(", met"));
        assert!(report.rows[1].bar.ends_with("**missed**"));
    }
}
