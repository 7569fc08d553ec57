//! CPU time of what is measured, as the kernel accounts for it: a server with all its processes, or
//! a program that ran to its end.
//!
//! On a shared machine it says more than a rate does: it hardly changes with what else is running.

use std::path::{Path, PathBuf};

/// The kernel's unit of CPU time in `/proc` (`USER_HZ`), the same on every Linux that we run on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Whose time is counted.
pub(crate) enum Of {
    /// The processes that work in this folder or below it, and those of their children that ended.
    Folder(PathBuf),
    /// The programs that this one started and that have ended.
    Ended,
}

/// A running count.
pub(crate) struct CpuWatch {
    of: Of,
    begun_with: f64,
}

impl CpuWatch {
    /// Starts it.
    pub(crate) fn start(of: Of) -> Self {
        let begun_with = seconds(&of);
        Self { of, begun_with }
    }

    /// CPU seconds since its start.
    pub(crate) fn seconds(&self) -> f64 {
        (seconds(&self.of) - self.begun_with).max(0.0)
    }
}

fn seconds(of: &Of) -> f64 {
    match of {
        Of::Folder(folder) => processes_below(folder)
            .map(|process| ticks(&process).map_or(0.0, |ticks| ticks.own + ticks.ended_children))
            .sum(),
        Of::Ended => ticks(Path::new("/proc/self")).map_or(0.0, |ticks| ticks.ended_children),
    }
}

/// The processes, as folders of `/proc`, that work in a folder or below it.
pub(crate) fn processes_below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.to_owned();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.map(|process| process.path()).filter(move |process| {
        std::fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(&folder))
    })
}

struct Ticks {
    own: f64,
    ended_children: f64,
}

/// Fields 14 to 17 of proc(5)'s `stat`, in seconds; `None` when the process has gone.
fn ticks(process: &Path) -> Option<Ticks> {
    parsed(&std::fs::read_to_string(process.join("stat")).ok()?)
}

fn parsed(stat: &str) -> Option<Ticks> {
    // The program's name, field 2, is in brackets and may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let times: Vec<f64> = fields.split_whitespace().skip(11).take(4).flat_map(str::parse).collect();
    let [user, system, children_user, children_system] = times.try_into().ok()?;
    Some(Ticks {
        own: (user + system) / TICKS_PER_SECOND,
        ended_children: (children_user + children_system) / TICKS_PER_SECOND,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_behind_a_name_that_may_hold_anything() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 900 0 0 0 150 50 300 100 20 0 1 0 55";
        let ticks = parsed(stat).expect("the line is whole");
        assert!((ticks.own - 2.0).abs() < f64::EPSILON);
        assert!((ticks.ended_children - 4.0).abs() < f64::EPSILON);
        assert!(parsed("7 (cut").is_none());
    }
}
