//! Tells whether a product may be offered to a supermarket: what is there, what is missing, what lapses.

use super::{
    claims::claim_of,
    law::law,
    needs::{Held, assess, is_ready, validity},
    policy,
    rows::Files,
};
use crate::{
    auth::Member,
    catalogue::{self, ProductRow},
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    Date,
    catalogue::Claim,
    papers::{Compliance, GetCompliance, NeedState, PaperStatus, PaperValidity, ProductNeed},
};

pub(super) async fn get_compliance(
    cx: Cx,
    received: Received<GetCompliance>,
) -> Result<Reply<GetCompliance>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let product = catalogue::products(cx.reader(), [id])
        .await?
        .remove(&id)
        .ok_or_else(Error::not_found)?;
    policy::may_assess(member, &product)?;
    let files = Files::of(cx.reader(), product.producer_id).await?;
    Reply::read(&compliance(member, product, &files, cx.today()))
}

/// What a member may know of a product's papers. Buyers learn nothing of what the centre has not decided.
pub(super) fn compliance(member: &Member, product: ProductRow, files: &Files, today: Date) -> Compliance {
    let held = files.about(product.id);
    let mut needs = assess(law(), &product.group_code, &held, today);
    let first_to_lapse = first_to_lapse(&needs, &files.claiming(&product), today);
    let ready = is_ready(&needs);
    for need in &mut needs {
        let paper = need.paper_id.and_then(|id| files.get(id));
        let seen = paper.is_some_and(|paper| policy::may_see(member, paper).is_ok());
        if !seen {
            need.paper_id = None;
        }
        let inside = policy::reach(member) != policy::Reach::Shared;
        if !inside && matches!(need.state, NeedState::Pending | NeedState::Refused) {
            need.state = NeedState::Missing;
            need.kind = None;
            need.expires_on = None;
            need.days_left = None;
        }
    }
    Compliance {
        product_id: product.id,
        product_name: product.name,
        product_slug: product.slug,
        ready,
        needs,
        first_to_lapse,
        on: today,
    }
}

/// The first last day that is near, of what meets a required need and of what lets the product claim something. Where
/// there are several papers for the same, the one that lasts longest counts.
fn first_to_lapse(needs: &[ProductNeed], claiming: &[Held], today: Date) -> Option<Date> {
    let met = needs.iter().filter(|need| need.required && need.is_met());
    let claims = Claim::ALL.iter().filter_map(|claim| {
        let backs =
            |paper: &&Held| paper.status == PaperStatus::Verified && claim_of(paper.kind) == Some(*claim);
        let ends = claiming
            .iter()
            .filter(backs)
            .map(|paper| paper.expires_on.unwrap_or(Date::MAX));
        ends.max()
    });
    met.filter_map(|need| need.expires_on)
        .chain(claims)
        .filter(|day| validity(Some(*day), today) == PaperValidity::Expiring)
        .min()
}
