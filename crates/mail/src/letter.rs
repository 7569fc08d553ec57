//! A mail as those see it who tell what it is: its parts, and what several of them ask for, each read once.

use std::cell::OnceCell;

use crate::defect::Defects;
use crate::header::Header;
use crate::parsed::Participant;
use crate::report::{self, Report};
use crate::structure::Structure;
use crate::value;

/// A mail that is told from others.
pub(crate) struct Letter<'l, 'a> {
    pub(crate) structure: &'l Structure<'a>,
    /// `Subject`, decoded; empty where there is none.
    pub(crate) subject: &'l str,
    /// The same in lower case.
    pub(crate) subject_lower: String,
    /// The first `From`.
    pub(crate) from: Option<&'l Participant>,
    report: OnceCell<Option<Report>>,
}

impl<'l, 'a> Letter<'l, 'a> {
    pub(crate) fn of(structure: &'l Structure<'a>, subject: &'l str, from: Option<&'l Participant>) -> Self {
        let subject_lower = subject.to_lowercase();
        Self { structure, subject, subject_lower, from, report: OnceCell::new() }
    }

    /// The mail's own header.
    pub(crate) fn header(&self) -> &'l Header<'a> {
        &self.structure.root().header
    }

    /// The report that it is, taken apart, whatever else it may be.
    pub(crate) fn report(&self) -> Option<&Report> {
        self.report.get_or_init(|| report::of(self)).as_ref()
    }

    /// The same for whoever asks for nothing else of it.
    pub(crate) fn into_report(self) -> Option<Report> {
        self.report();
        self.report.into_inner().flatten()
    }
}

/// What a letter is made of besides its parts: subject and sender.
pub(crate) fn heading(header: &Header<'_>) -> (String, Option<Participant>) {
    let mut defects = Defects::default();
    let subject = header.get("subject").map(|field| field.text(&mut defects)).unwrap_or_default();
    (subject, value::participants(header, "from", &mut defects).into_iter().next())
}
