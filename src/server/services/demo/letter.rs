//! The demo organisation's offer letter.

use crate::domain::id::OfferTemplateId;
use crate::domain::offers::tags::{AskedTag, TagKind};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::offers::templates;

const TEXT: &str = "# Offer of employment

{{today}}

Dear {{candidate.first_name}},

we are glad to offer you the position of **{{job.title}}** at {{company.name}}, starting on {{offer.start}}.

## What we agreed

- Your salary is {{offer.salary}} a year, paid monthly.
- You work {{offer.hours}}, in {{job.location}}.
- You report to {{offer.manager}}.

{{offer.extras}}

Please read everything at your leisure, and ask whatever is open: {{recruiter.name}}, {{recruiter.email}}, is glad to hear from you.

With kind regards,  
{{recruiter.name}}, {{organisation.name}}";

/// Makes it, approved.
///
/// # Errors
/// When the database refuses.
pub async fn make(ctx: &Ctx) -> Result<OfferTemplateId> {
    let tag = |name: &str, label: &str, kind| AskedTag { name: name.into(), label: label.into(), kind, required: true, options: vec![] };
    let asked = vec![
        tag("offer.salary", "Salary a year", TagKind::Money),
        tag("offer.start", "Start date", TagKind::Date),
        AskedTag { options: vec!["full time".into(), "part time".into()], ..tag("offer.hours", "Hours", TagKind::Choice) },
        tag("offer.manager", "Manager", TagKind::Text),
        AskedTag { required: false, ..tag("offer.extras", "What else is agreed", TagKind::Text) },
    ];
    let content = OfferContent { text: TEXT.into(), asked, approvers: Vec::new() };
    templates::save(ctx, SaveOfferTemplate { id: None, version: 0, name: "Permanent position".into(), content, approve: true }).await
}
