//! Who watches one mail go through the pipeline: each stage and step is told as it happens, before
//! anything is committed, and who stops watching stops the run.

use domain::Timestamp;
use domain::timeline::Step;
use tokio::sync::mpsc;

/// Steps that wait for a slow watcher; one more is left out, and the timeline has it.
const TOLD_MAX: usize = 1024;

/// A stage of the pipeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The stored bytes are fetched.
    Fetching,
    /// They are read, and the mail is classified.
    Reading,
    /// The case is looked for that the mail belongs to.
    Matching,
    /// The filters are tried.
    Filtering,
    /// The outcome is carried out.
    Placing,
    /// All of it is written down at once.
    Committing,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Fetching, Self::Reading, Self::Matching, Self::Filtering, Self::Placing, Self::Committing];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fetching => "fetching",
            Self::Reading => "reading",
            Self::Matching => "matching",
            Self::Filtering => "filtering",
            Self::Placing => "placing",
            Self::Committing => "committing",
        }
    }
}

/// What a watcher is told.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    /// A stage began. At [`Stage::Matching`] the steps begin anew: a transaction that could not be
    /// committed beside others is run again.
    Stage(Stage),
    /// Something was found or done; it stands in the timeline once the run is committed.
    Step(Timestamp, Step),
}

/// The watcher's end.
#[derive(Clone, Debug)]
pub struct Watch(mpsc::Sender<Told>);

impl Watch {
    /// A watch and what it is told; dropping the receiver stops the run before its commit.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Told>) {
        let (told, receiver) = mpsc::channel(TOLD_MAX);
        (Self(told), receiver)
    }

    /// Tells that a stage begins; `false` when nobody watches any more.
    pub(super) fn enter(&self, stage: Stage) -> bool {
        self.tell(Told::Stage(stage));
        !self.is_over()
    }

    /// Tells a step.
    pub(super) fn step(&self, at: Timestamp, step: &Step) {
        self.tell(Told::Step(at, step.clone()));
    }

    /// Whether nobody watches any more.
    pub(super) fn is_over(&self) -> bool {
        self.0.is_closed()
    }

    fn tell(&self, told: Told) {
        // A watcher that does not keep up must not hold the store's one writer.
        let _left_out = self.0.try_send(told);
    }
}
