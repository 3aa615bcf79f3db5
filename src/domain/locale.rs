//! How a viewer reads: language, clock, first day of the week, time zone.

use chrono::Weekday;
use serde::{Deserialize, Serialize};

/// A language that the message files cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    /// The language of that tag.
    pub fn parse(tag: &str) -> Option<Self> {
        (tag == "en").then_some(Self::English)
    }
}

/// Twelve or twenty-four hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// 2:30 PM
    Twelve,
    /// 14:30
    TwentyFour,
}

impl Clock {
    /// The stored and sent name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Twelve => "twelve",
            Self::TwentyFour => "twenty_four",
        }
    }

    /// The clock of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Twelve, Self::TwentyFour].into_iter().find(|clock| clock.name() == name)
    }
}

/// How a viewer reads dates and texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locale {
    /// The language of texts.
    pub language: Language,
    /// The clock.
    pub clock: Clock,
    /// The first day of a week.
    pub week_start: Weekday,
}

impl Default for Locale {
    fn default() -> Self {
        Self { language: Language::English, clock: Clock::TwentyFour, week_start: Weekday::Mon }
    }
}

impl Locale {
    /// What an `Accept-Language` header asks for (RFC 9110, section 12.5.4): its first tag decides.
    ///
    /// ```
    /// use agendum::domain::locale::{Clock, Locale};
    /// assert_eq!(Locale::from_accept_language("en-US,en;q=0.9").clock, Clock::Twelve);
    /// assert_eq!(Locale::from_accept_language("de-DE").clock, Clock::TwentyFour);
    /// ```
    pub fn from_accept_language(header: &str) -> Self {
        let tag = header.split([',', ';']).next().unwrap_or_default().trim();
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let region = parts.next_back().unwrap_or_default().to_ascii_uppercase();
        // CLDR supplemental data: timeData (preferred hour cycle h12) and weekData (firstDay sun), largest regions.
        let twelve = matches!(region.as_str(), "US" | "CA" | "AU" | "NZ" | "IN" | "PH" | "PK" | "BD" | "EG" | "SA" | "CO" | "MY" | "KR");
        let sunday =
            matches!(region.as_str(), "US" | "CA" | "IN" | "JP" | "BR" | "MX" | "IL" | "PH" | "KR" | "TW" | "HK" | "SG" | "ZA" | "CO");
        Self {
            language: Language::English,
            clock: if twelve || (language == "en" && region.is_empty()) { Clock::Twelve } else { Clock::TwentyFour },
            week_start: if sunday || (language == "en" && region.is_empty()) { Weekday::Sun } else { Weekday::Mon },
        }
    }
}
