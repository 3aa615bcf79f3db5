//! The twin of `present.rs` where there is no browser.

pub async fn copy(_: String) -> bool {
    false
}

pub fn cookie(_: &str) -> Option<String> {
    None
}

pub fn set_cookie(_: &str) {}

pub fn stored(_: &str) -> Option<String> {
    None
}

pub fn store(_: &str, _: Option<&str>) {}

pub fn kept(_: &str) -> Option<String> {
    None
}

pub fn keep(_: &str, _: Option<&str>) -> bool {
    false
}

pub fn zone() -> Option<String> {
    None
}

pub fn zones() -> Vec<String> {
    Vec::new()
}

pub fn matches(_: &str) -> bool {
    false
}

pub fn is_secure() -> bool {
    false
}

pub fn reload() {}

pub fn chance() -> f64 {
    0.0
}

pub struct Stream;

impl Stream {
    pub fn open(_: &str, _: impl Fn() + 'static, _: impl Fn(String) + 'static, _: impl Fn() + 'static) -> Option<Self> {
        None
    }
}
