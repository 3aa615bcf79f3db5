//! Interview requests.

use super::{Result, Tx, maybe, parsed};
use crate::domain::id::{CandidateId, RequestId};

impl Tx {
    /// Whose request it is: the candidate and the candidate's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request_candidate(&mut self, request: RequestId) -> Result<Option<(CandidateId, String)>> {
        let row = maybe!(
            self,
            (String, String),
            "select c.id, c.name from interview_requests r join applications a on a.id = r.application_id
             join candidates c on c.id = a.candidate_id where r.id = $1",
            request.to_string()
        )?;
        row.map(|(id, name)| Ok((parsed(id.parse(), "candidates", "id", &id)?, name))).transpose()
    }
}
