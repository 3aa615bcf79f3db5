//! Parts of the pages about offers.

pub mod letter;
