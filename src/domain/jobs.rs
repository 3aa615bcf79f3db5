//! Jobs, their stages and interview templates.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stored and sent name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The one of that name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a stage is for.
    StageKind {
        /// New applications.
        Applied = "applied",
        /// A first look.
        Screen = "screen",
        /// Interviews.
        Interview = "interview",
        /// An offer is made.
        Offer = "offer",
        /// Hired.
        Hired = "hired",
    }
}

named! {
    /// Where people meet.
    PlaceKind {
        /// By video, at a link.
        Video = "video",
        /// On site, at an address.
        Onsite = "onsite",
        /// By telephone.
        Phone = "phone",
    }
}

named! {
    /// Whether a job is worked on.
    JobState {
        /// Candidates are wanted.
        Open = "open",
        /// Nothing more is scheduled.
        Closed = "closed",
    }
}

/// Where people meet, with the link, address or number; the text may be empty ("follows").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Video, on site or telephone.
    pub kind: PlaceKind,
    /// The link, address or number, at most 300 characters.
    pub text: String,
}

/// The timing of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// How long it lasts, 5 to 480.
    pub duration_minutes: u32,
    /// The distance between offered starts, 5 to 240.
    pub step_minutes: u32,
    /// Kept free before, 0 to 240.
    pub before_minutes: u32,
    /// Kept free after, 0 to 240.
    pub after_minutes: u32,
    /// Least notice, 0 to 43,200 (30 days).
    pub notice_minutes: u32,
    /// How far ahead starts are offered, 1 to 180 days.
    pub horizon_days: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self { duration_minutes: 60, step_minutes: 30, before_minutes: 0, after_minutes: 0, notice_minutes: 24 * 60, horizon_days: 28 }
    }
}

impl Timing {
    /// Checks the ranges.
    ///
    /// # Errors
    /// One per field outside its range, under the field's name.
    pub fn validate(self) -> Result<Self, super::error::FieldErrors> {
        let mut errors = super::error::FieldErrors::default();
        for (field, value, least, most) in [
            ("duration_minutes", self.duration_minutes, 5, 480),
            ("step_minutes", self.step_minutes, 5, 240),
            ("before_minutes", self.before_minutes, 0, 240),
            ("after_minutes", self.after_minutes, 0, 240),
            ("notice_minutes", self.notice_minutes, 0, 43_200),
            ("horizon_days", self.horizon_days, 1, 180),
        ] {
            if !(least..=most).contains(&value) {
                errors.add_with(field, "error-range", &[("least", least.to_string()), ("most", most.to_string())]);
            }
        }
        errors.or(self)
    }
}
