//! The ways in which people are told besides mail, and why one can not be taken.

use serde::{Deserialize, Serialize};

use super::jobs::named;

named! {
    /// How a message travels.
    Channel {
        /// Mail: always.
        Mail = "mail",
        /// A text message to a telephone.
        Text = "text",
        /// A card in Microsoft Teams.
        Teams = "teams",
    }
}

named! {
    /// Why somebody can not be told by text message.
    NoText {
        /// The installation has no gateway for text messages.
        NoGateway = "no_gateway",
        /// There is no telephone number.
        NoPhone = "no_phone",
        /// The number lacks its country code.
        NoCountryCode = "no_country_code",
        /// They did not agree to it, or for another number.
        NoConsent = "no_consent",
    }
}

/// A telephone number as gateways want it (ITU-T E.164): `+` and 8 to 15 digits. `None` where the country code is missing or it is none.
///
/// ```
/// use agendum::domain::channels::e164;
/// assert_eq!(e164("+49 (170) 123-4567").as_deref(), Some("+491701234567"));
/// assert_eq!(e164("0049 170 1234567").as_deref(), Some("+491701234567"));
/// assert_eq!(e164("0170 1234567"), None);
/// ```
pub fn e164(phone: &str) -> Option<String> {
    let phone = phone.trim();
    let mut digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if !phone.starts_with('+') {
        digits = digits.strip_prefix("00")?.to_owned();
    }
    let sound = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
    sound.then(|| format!("+{digits}"))
}

/// Whether somebody can be told by text: the number to send to, else the first reason why not.
///
/// `agreed_for` is the number for which they agreed, as it was written then.
///
/// # Errors
/// Why not.
pub fn text_number(has_gateway: bool, phone: &str, agreed_for: Option<&str>) -> Result<String, NoText> {
    if !has_gateway {
        return Err(NoText::NoGateway);
    }
    if phone.trim().is_empty() {
        return Err(NoText::NoPhone);
    }
    let number = e164(phone).ok_or(NoText::NoCountryCode)?;
    // Who agreed for one number did not agree for another person's.
    match agreed_for.and_then(e164) {
        Some(agreed) if agreed == number => Ok(number),
        _ => Err(NoText::NoConsent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_is_named() {
        let number = "+49 170 1234567";
        assert_eq!(text_number(false, number, Some(number)), Err(NoText::NoGateway));
        assert_eq!(text_number(true, " ", Some(number)), Err(NoText::NoPhone));
        assert_eq!(text_number(true, "0170 1234567", Some(number)), Err(NoText::NoCountryCode));
        assert_eq!(text_number(true, number, None), Err(NoText::NoConsent));
        assert_eq!(text_number(true, number, Some("+49 170 7654321")), Err(NoText::NoConsent));
        assert_eq!(text_number(true, number, Some("0049-170-1234567")), Ok("+491701234567".into()));
        assert_eq!(e164("+0123456789"), None);
        assert_eq!(e164("+1234"), None);
    }
}
