//! Clients and their contacts.

use serde::{Deserialize, Serialize};

use super::error::{FieldErrors, text};
use super::id::{ClientId, ContactId, blank_as_none};
use super::people::{EmailAddress, name_field, phone_field, zone_field};

/// A client to make or change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveClient {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<ClientId>,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// 1 to 120 characters.
    pub name: String,
    /// IANA zone of the client's office.
    pub zone: String,
    /// For colleagues only, at most 4,000 characters.
    #[serde(default)]
    pub notes: String,
}

impl SaveClient {
    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// One per field that will not do.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name_field(&self.name, "name", &mut errors);
        let zone = zone_field(&self.zone, "zone", &mut errors);
        let notes = text(&self.notes, "notes", 0, 4000, &mut errors);
        errors.or(Self { name, zone, notes, ..self })
    }
}

/// A person at a client to make or change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveContact {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<ContactId>,
    /// The client, which stays the same.
    pub client_id: ClientId,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// 1 to 120 characters.
    pub name: String,
    /// Where the client's page is sent; another for each contact of a client.
    pub email: String,
    /// Optional.
    #[serde(default)]
    pub phone: String,
    /// IANA zone in which the contact works.
    pub zone: String,
}

impl SaveContact {
    /// Checks it, its texts trimmed, the address in lower case.
    ///
    /// # Errors
    /// One per field that will not do.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name_field(&self.name, "name", &mut errors);
        let email = EmailAddress::field(&self.email, "email", &mut errors).map(String::from).unwrap_or_default();
        let phone = phone_field(&self.phone, "phone", &mut errors);
        let zone = zone_field(&self.zone, "zone", &mut errors);
        errors.or(Self { name, email, phone, zone, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_trimmed_and_checked() {
        let client = SaveClient { name: "  Northwind ".into(), zone: "Europe/Berlin".into(), ..SaveClient::default() };
        assert_eq!(client.clone().validate().unwrap().name, "Northwind");
        let errors =
            SaveClient { name: " ".into(), zone: "Berlin; drop".into(), notes: "x".repeat(4001), ..client }.validate().unwrap_err();
        assert_eq!(errors.at("name").unwrap().message, "error-required");
        assert_eq!(errors.at("zone").unwrap().message, "error-zone");
        assert_eq!(errors.at("notes").unwrap().message, "error-too-long");
    }

    #[test]
    fn a_contact_needs_a_name_and_a_mail_address() {
        let contact = SaveContact {
            id: None,
            client_id: ClientId::new(uuid::Uuid::nil()),
            version: 0,
            name: "Ana".into(),
            email: "Ana@Example.COM ".into(),
            phone: String::new(),
            zone: "UTC".into(),
        };
        assert_eq!(contact.clone().validate().unwrap().email, "ana@example.com");
        let errors = SaveContact { name: "a\nb".into(), email: "ana".into(), phone: "call me".into(), ..contact }.validate().unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "email", "phone"]);
    }
}
