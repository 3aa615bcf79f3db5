//! presentations
