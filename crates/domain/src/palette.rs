//! The colours that an organisation gives its own words: the few of the house, each legible in the light
//! and in the dark.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// A colour of the house.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Grey.
    #[default]
    Granite,
    /// Blue-green.
    Fjord,
    /// Green.
    Spruce,
    /// Yellow.
    Cloudberry,
    /// Red.
    Lingonberry,
    /// Violet.
    Bilberry,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Granite, Self::Fjord, Self::Spruce, Self::Cloudberry, Self::Lingonberry, Self::Bilberry];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granite => "granite",
            Self::Fjord => "fjord",
            Self::Spruce => "spruce",
            Self::Cloudberry => "cloudberry",
            Self::Lingonberry => "lingonberry",
            Self::Bilberry => "bilberry",
        }
    }
}

impl FromStr for Colour {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|colour| colour.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
