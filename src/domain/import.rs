//! Candidates from a table that somebody has: which column says what, and what becomes of a row.

use serde::{Deserialize, Serialize};

use super::candidates::SaveCandidate;
use super::error::FieldErrors;
use super::id::{ImportId, JobId, blank_as_none};
use super::list::fold;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most rows, that of the headings aside.
pub const MOST_ROWS: usize = 5_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 60;

/// Which column says what, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The whole name.
    pub name: Option<u32>,
    /// The first name, where it has a column of its own.
    pub first_name: Option<u32>,
    /// The last name, likewise.
    pub last_name: Option<u32>,
    /// The mail address.
    pub email: Option<u32>,
    /// The telephone number.
    pub phone: Option<u32>,
    /// The IANA zone.
    pub zone: Option<u32>,
}

impl Mapping {
    /// What headings usually mean.
    pub fn guess(headings: &[String]) -> Self {
        let plain = |heading: &String| fold(heading).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let plain: Vec<String> = headings.iter().map(plain).collect();
        let find =
            |words: &[&str]| plain.iter().position(|heading| words.contains(&heading.as_str())).and_then(|at| u32::try_from(at).ok());
        Self {
            name: find(&["name", "fullname", "candidate", "candidatename", "contactname"]),
            first_name: find(&["firstname", "givenname", "forename", "vorname", "prenom", "nombre"]),
            last_name: find(&["lastname", "surname", "familyname", "nachname", "nom", "apellido", "apellidos"]),
            email: find(&["email", "emailaddress", "mail", "mailaddress", "emailadresse", "mailadresse", "correo", "courriel"]),
            phone: find(&[
                "phone",
                "phonenumber",
                "telephone",
                "mobile",
                "mobilephone",
                "cell",
                "tel",
                "telefon",
                "telefonnummer",
                "mobil",
                "handy",
            ]),
            zone: find(&["zone", "timezone", "zeitzone"]),
        }
    }

    /// Whether it says enough for a candidate.
    ///
    /// # Errors
    /// At `email` and `name`, where no column has them.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.name.or(self.first_name).or(self.last_name).is_none() {
            errors.add("name", "error-import-no-name");
        }
        if self.email.is_none() {
            errors.add("email", "error-import-no-email");
        }
        errors.or(())
    }

    /// The candidate of a row, not checked; with `zone` where the row names none.
    pub fn candidate(&self, cells: &[String], zone: &str) -> SaveCandidate {
        let cell = |column: Option<u32>| {
            let cell = column.and_then(|column| cells.get(usize::try_from(column).ok()?));
            cell.map(|cell| cell.trim()).unwrap_or_default()
        };
        let name = match cell(self.name) {
            "" => format!("{} {}", cell(self.first_name), cell(self.last_name)).trim().to_owned(),
            whole => whole.to_owned(),
        };
        SaveCandidate {
            name,
            email: cell(self.email).to_owned(),
            phone: cell(self.phone).to_owned(),
            zone: Some(cell(self.zone)).filter(|own| !own.is_empty()).unwrap_or(zone).to_owned(),
            ..SaveCandidate::default()
        }
    }
}

/// The choice of columns as its form sends it: the column's number, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapImport {
    /// The import.
    pub id: ImportId,
    /// The version that was read.
    pub version: i64,
    /// As in [`Mapping`].
    #[serde(default)]
    pub name: String,
    /// As in [`Mapping`].
    #[serde(default)]
    pub first_name: String,
    /// As in [`Mapping`].
    #[serde(default)]
    pub last_name: String,
    /// As in [`Mapping`].
    #[serde(default)]
    pub email: String,
    /// As in [`Mapping`].
    #[serde(default)]
    pub phone: String,
    /// As in [`Mapping`].
    #[serde(default)]
    pub zone: String,
    /// The job that the candidates are put on.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub job_id: Option<JobId>,
}

impl MapImport {
    /// The choice, in a table of so many columns.
    ///
    /// # Errors
    /// At a field that names no column; those of [`Mapping::check`].
    pub fn read(&self, columns: usize) -> Result<Mapping, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut column = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => {
                let column = text.parse::<u32>().ok().filter(|column| usize::try_from(*column).is_ok_and(|column| column < columns));
                if column.is_none() {
                    errors.add(field, "error-choose");
                }
                column
            }
        };
        let mapping = Mapping {
            name: column("name", &self.name),
            first_name: column("first_name", &self.first_name),
            last_name: column("last_name", &self.last_name),
            email: column("email", &self.email),
            phone: column("phone", &self.phone),
            zone: column("zone", &self.zone),
        };
        if errors.is_empty() {
            mapping.check()?;
        }
        errors.or(mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn usual_headings_are_understood_and_a_name_in_two_columns_is_one() {
        let mapping = Mapping::guess(&texts(&["Vorname", "Nachname", "E-Mail-Adresse", "Tél", "Telefon", "Time zone"]));
        assert_eq!((mapping.first_name, mapping.last_name, mapping.email), (Some(0), Some(1), Some(2)));
        assert_eq!((mapping.name, mapping.phone, mapping.zone), (None, Some(3), Some(5)));
        let row = texts(&[" Ana ", "Ruiz", "ANA@example.com", "", "", ""]);
        let ana = mapping.candidate(&row, "Europe/Madrid").validate().unwrap();
        assert_eq!((ana.name.as_str(), ana.email.as_str(), ana.zone.as_str()), ("Ana Ruiz", "ana@example.com", "Europe/Madrid"));
        // A row may be shorter than the headings.
        assert_eq!(mapping.candidate(&texts(&["Ana"]), "UTC").name, "Ana");
    }

    #[test]
    fn without_name_or_address_there_is_nothing_to_import() {
        let errors = Mapping::default().check().unwrap_err();
        assert!(errors.at("name").is_some() && errors.at("email").is_some());
        let map = |name: &str, email: &str| MapImport {
            id: ImportId::new(uuid::Uuid::nil()),
            version: 1,
            name: name.into(),
            first_name: String::new(),
            last_name: String::new(),
            email: email.into(),
            phone: String::new(),
            zone: String::new(),
            job_id: None,
        };
        assert_eq!(map("0", "1").read(2).unwrap().email, Some(1));
        assert_eq!(map("0", "2").read(2).unwrap_err().at("email").unwrap().message, "error-choose");
        assert_eq!(map("0", "-1").read(2).unwrap_err().at("email").unwrap().message, "error-choose");
        assert_eq!(map("0", "").read(2).unwrap_err().at("email").unwrap().message, "error-import-no-email");
    }
}
