//! Which passwords are taken: long enough, not the mail address, not what everybody tries first (NIST SP 800-63B, section 3.1.1.2).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::FieldErrors;

/// The least number of characters.
pub const LEAST: usize = 10;
/// The largest number of characters.
pub const MOST: usize = 200;

/// What common passwords are made of, once digits and signs at both ends are taken away.
const COMMON: &[&str] = &[
    "abcdef",
    "abcdefg",
    "abcdefgh",
    "admin",
    "administrator",
    "agendum",
    "asdfgh",
    "asdfghjkl",
    "baseball",
    "changeme",
    "changeit",
    "computer",
    "default",
    "dragon",
    "football",
    "hallo",
    "hello",
    "helloworld",
    "iloveyou",
    "interview",
    "letmein",
    "login",
    "master",
    "michael",
    "monkey",
    "motdepasse",
    "mypassword",
    "newpassword",
    "p@ssw0rd",
    "p@ssword",
    "pa$$word",
    "passw0rd",
    "passwort",
    "password",
    "passwordpassword",
    "princess",
    "qazwsx",
    "qazwsxedc",
    "qwertz",
    "qwertzuiop",
    "qwerty",
    "qwertyqwerty",
    "qwertyuiop",
    "recruiter",
    "recruiting",
    "schatz",
    "secret",
    "shadow",
    "sommer",
    "starwars",
    "summer",
    "sunshine",
    "superman",
    "supersecret",
    "test",
    "testtest",
    "topsecret",
    "trustno",
    "welcome",
    "whatever",
    "willkommen",
    "winter",
    "zaq!xsw@",
    "zaqxsw",
    "zxcvbnm",
];

/// A password as it was typed; its text shows in no log.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text.
    pub fn reveal(self) -> String {
        self.0
    }

    /// The text, to look at.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Checks a new password, noting an error at the field. White space counts: nothing is trimmed.
pub fn password_field(password: &str, email: &str, field: &str, errors: &mut FieldErrors) {
    let length = password.chars().count();
    if length == 0 {
        errors.add(field, "error-required");
    } else if length < LEAST {
        errors.add_with(field, "error-password-short", &[("least", LEAST.to_string())]);
    } else if length > MOST {
        errors.add_with(field, "error-too-long", &[("most", MOST.to_string())]);
    } else if is_the_address(password, email) {
        errors.add(field, "error-password-address");
    } else if is_common(password) {
        errors.add(field, "error-password-common");
    }
}

fn is_the_address(password: &str, email: &str) -> bool {
    let password = password.trim().to_lowercase();
    let email = email.trim().to_lowercase();
    !email.is_empty() && (password == email || email.split('@').next() == Some(password.as_str()))
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let characters: Vec<char> = lower.chars().collect();
    let mut distinct = characters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // 1111111111, abababababab, 123123123123
    if distinct.len() < 4 {
        return true;
    }
    // 1234567890, abcdefghij, 9876543210: each character follows its neighbour; the step from 9 to 0 counts as one.
    let follows = |a: char, b: char| (u32::from(a) + 1 == u32::from(b)) || (a == '9' && b == '0');
    let rising = characters.windows(2).filter(|pair| matches!(pair, [a, b] if follows(*a, *b))).count();
    let falling = characters.windows(2).filter(|pair| matches!(pair, [a, b] if follows(*b, *a))).count();
    if rising.max(falling) + 3 >= characters.len() {
        return true;
    }
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    COMMON.contains(&core) || COMMON.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(password: &str) -> Option<String> {
        let mut errors = FieldErrors::default();
        password_field(password, "Ana.Gruber@example.com", "password", &mut errors);
        errors.at("password").map(|error| error.message.clone())
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for common in [
            "1234567890",
            "0987654321",
            "aaaaaaaaaaaa",
            "abababababab",
            "Password123!",
            "qwertyuiop",
            "abcdefghijk",
            "Sommer2026!",
            "!!welcome!!",
        ] {
            assert_eq!(error(common).as_deref(), Some("error-password-common"), "{common}");
        }
    }

    #[test]
    fn length_and_address_are_checked() {
        assert_eq!(error("").as_deref(), Some("error-required"));
        assert_eq!(error("short one").as_deref(), Some("error-password-short"));
        assert_eq!(error(&"long one ".repeat(30)).as_deref(), Some("error-too-long"));
        assert_eq!(error("ana.gruber@EXAMPLE.com").as_deref(), Some("error-password-address"));
        assert_eq!(error("Ana.Gruber").as_deref(), Some("error-password-address"));
    }

    #[test]
    fn others_are_taken() {
        for fine in ["correct horse battery", "Zwölf Boxkämpfer", "   7 rainy days", "kK9#vv2-xL"] {
            assert_eq!(error(fine), None, "{fine}");
        }
    }
}
