//! Candidates of a system: made here once they are on a job that is here, then kept in step in name, mail address and telephone number.

use serde_json::json;

use super::super::{Known, phone_of};
use super::{Projection, Step, cut, refused};
use crate::domain::ats::record::{RecordKind, field};
use crate::domain::candidates::SaveCandidate;
use crate::domain::id::CandidateId;
use crate::domain::people::EmailAddress;
use crate::server::error::Result;
use crate::server::services::candidates::record;
use crate::server::store::Tx;
use crate::server::store::candidates::CandidateRow;
use crate::server::zones;

/// Characters of a name.
const MOST_NAME: usize = 120;
/// Of a chain of candidates that were merged into each other, at most.
const MOST_MERGES: u8 = 10;

impl Projection<'_> {
    pub(super) async fn candidate(&mut self, tx: &mut Tx, candidate: &mut Known) -> Result<Step> {
        let here = match local(candidate) {
            Some(id) => tx.candidate_record(id).await?,
            None => None,
        };
        // Who is on no job that is here is nobody's business here.
        let Some(here) = here else { return Ok(Step::Idle) };
        if candidate.record.is(field::DELETED) {
            // Their applications are over; those of who became somebody else go on as that one's.
            if candidate.record.text(field::MERGED_INTO).is_none() {
                let applications = tx.ats_applications_of(self.connection.id, here.id).await?;
                self.todo.extend(applications);
            }
            return Ok(Step::Idle);
        }
        self.keep_candidate(tx, candidate, here).await?;
        Ok(Step::Done)
    }

    /// The candidate that one is by now, after merges.
    pub(super) async fn person(&self, tx: &mut Tx, id: &str) -> Result<std::result::Result<Known, Step>> {
        let mut id = id.to_owned();
        for _ in 0..MOST_MERGES {
            let Some(candidate) = self.named(tx, RecordKind::Candidate, &id).await? else {
                return Ok(Err(Step::Waits(format!("candidate:{id}"), "")));
            };
            match candidate.record.text(field::MERGED_INTO).filter(|other| *other != id).map(str::to_owned) {
                Some(other) => id = other,
                None => return Ok(Ok(candidate)),
            }
        }
        Err(refused("ats-problem-merged-in-a-ring"))
    }

    /// The candidate here of an application, made where there is none.
    pub(super) async fn candidate_here(&mut self, tx: &mut Tx, id: &str) -> Result<std::result::Result<CandidateId, Step>> {
        let mut candidate = match self.person(tx, id).await? {
            Ok(candidate) => candidate,
            Err(step) => return Ok(Err(step)),
        };
        if let Some(local) = local(&candidate)
            && tx.candidate_record(local).await?.is_some()
        {
            return Ok(Ok(local));
        }
        let Some(input) = self.new_candidate(tx, &candidate).await? else {
            return Ok(Err(Step::Waits(candidate.row.key.label(), "ats-problem-no-email")));
        };
        let local = match tx.candidate_with_email(&input.email).await? {
            Some(here) => {
                let local = here.id;
                self.keep_candidate(tx, &candidate, here).await?;
                local
            }
            None => {
                let local = self.ctx.id(CandidateId::new)?;
                tx.insert_candidate(local, &input, self.ctx.now()).await?;
                record(self.ctx, tx, "candidate.created", local, json!({ "name": input.name })).await?;
                local
            }
        };
        candidate.row.local = Some(local.to_string());
        self.put(tx, &mut candidate).await?;
        Ok(Ok(local))
    }

    /// What a new candidate is made of; none without a mail address.
    async fn new_candidate(&self, tx: &mut Tx, candidate: &Known) -> Result<Option<SaveCandidate>> {
        let Some(email) = candidate.record.text(field::EMAIL).and_then(|email| EmailAddress::parse(email).ok()) else { return Ok(None) };
        let home = tx.organisation().await?.map(|organisation| organisation.zone).unwrap_or_else(|| "UTC".to_owned());
        let name = name_of(candidate).unwrap_or_else(|| email.as_str().to_owned());
        Ok(Some(SaveCandidate {
            id: None,
            version: 0,
            name: cut(&name, MOST_NAME),
            email: email.into(),
            phone: phone_of(&candidate.record).unwrap_or_default(),
            zone: zone_of(candidate).unwrap_or(home),
            job_id: None,
        }))
    }

    /// Name, mail address and telephone number follow; what the system does not say, or what will not do here, stays.
    async fn keep_candidate(&self, tx: &mut Tx, candidate: &Known, here: CandidateRow) -> Result<()> {
        let email = candidate.record.text(field::EMAIL).and_then(|email| EmailAddress::parse(email).ok()).map(String::from);
        let before = SaveCandidate {
            id: Some(here.id),
            version: here.version,
            name: here.name,
            email: here.email,
            phone: here.phone,
            zone: here.zone,
            job_id: None,
        };
        let after = SaveCandidate {
            name: name_of(candidate).unwrap_or_else(|| before.name.clone()),
            email: email.unwrap_or_else(|| before.email.clone()),
            phone: phone_of(&candidate.record).unwrap_or_else(|| before.phone.clone()),
            zone: zone_of(candidate).unwrap_or_else(|| before.zone.clone()),
            ..before.clone()
        };
        if after == before {
            return Ok(());
        }
        if after.email != before.email && tx.candidate_with_email(&after.email).await?.is_some() {
            return Err(refused("ats-problem-email-taken"));
        }
        tx.update_candidate(here.id, &after).await?;
        record(self.ctx, tx, "candidate.changed", here.id, json!({ "name": after.name })).await
    }
}

fn local(candidate: &Known) -> Option<CandidateId> {
    candidate.row.local.as_deref()?.parse().ok()
}

fn name_of(candidate: &Known) -> Option<String> {
    candidate.record.text(field::NAME).map(|name| cut(name, MOST_NAME)).filter(|name| !name.is_empty())
}

/// The zone, where it is an IANA one.
fn zone_of(candidate: &Known) -> Option<String> {
    candidate.record.text(field::ZONE).filter(|zone| zones::is_known(zone)).map(str::to_owned)
}
