//! Client pages.

use super::{Result, Tx, maybe, parsed};
use crate::domain::id::{ContactId, PageId};

impl Tx {
    /// Whose page it is: the contact and the contact's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_contact(&mut self, page: PageId) -> Result<Option<(ContactId, String)>> {
        let row = maybe!(
            self,
            (String, String),
            "select c.id, c.name from client_pages p join contacts c on c.id = p.contact_id where p.id = $1",
            page.to_string()
        )?;
        row.map(|(id, name)| Ok((parsed(id.parse(), "contacts", "id", &id)?, name))).transpose()
    }
}
