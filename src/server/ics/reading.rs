//! Parts of an object that the parser has read, by names whose case does not count (RFC 5545, section 2).

use icalendar::parser::{Component, ParseString, Property};

/// Whether a name is this one.
pub(super) fn is(name: &ParseString<'_>, wanted: &str) -> bool {
    name.as_str().eq_ignore_ascii_case(wanted)
}

/// The properties of a name.
pub(super) fn all<'c, 'a>(component: &'c Component<'a>, name: &'c str) -> impl Iterator<Item = &'c Property<'a>> {
    component.properties.iter().filter(move |property| is(&property.name, name))
}

/// The value of the first property of a name.
pub(super) fn value<'c>(component: &'c Component<'_>, name: &'c str) -> Option<&'c str> {
    all(component, name).next().map(|property| property.val.as_str().trim())
}

/// The value of a property's parameter.
pub(super) fn parameter<'c>(property: &'c Property<'_>, name: &str) -> Option<&'c str> {
    property.params.iter().find(|parameter| is(&parameter.key, name))?.val.as_ref().map(|value| value.as_str().trim())
}
