//! Why a mail did not reach somebody, as its case and its attempts keep it.

use serde::{Deserialize, Serialize};

use crate::returns::ReturnClass;

/// What a mail came back as.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Failure {
    /// The class; `None` where nothing was judged, as where nothing was tried.
    pub class: Option<ReturnClass>,
}
