//! Interview forms: what is asked, what is answered, where a form stands, how several compare.

pub mod answers;
pub mod compare;
pub mod form;
pub mod template;

#[cfg(test)]
mod testing;
