//! Cookies that hold how the viewer reads (`zone`, `zone_kept`, `clock`, `theme`); none of them says who the viewer is.

use super::native;

const YEAR_SECONDS: u32 = 31_536_000;

/// The value of a cookie that scripts may read.
pub fn get(name: &str) -> Option<String> {
    native::cookie(name)
}

/// Keeps a value for a year. It must be made of characters that a cookie may hold as they are (RFC 6265, section 4.1.1).
pub fn set(name: &str, value: &str) {
    native::set_cookie(&format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax{}", secure()));
}

/// Forgets a value.
pub fn remove(name: &str) {
    native::set_cookie(&format!("{name}=; Path=/; Max-Age=0; SameSite=Lax{}", secure()));
}

fn secure() -> &'static str {
    if native::is_secure() { "; Secure" } else { "" }
}
