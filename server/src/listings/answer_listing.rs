//! Accepts or declines a pitch.

use super::{
    step::{self, Step, Why},
    view,
};
use crate::{
    db::Tx,
    http::{Cx, Received, Reply, Result},
    identity::{self, Whom},
    mail::Letter,
};
use shared::{
    Lang,
    identity::Role,
    listings::{AnswerListing, Decision, Listing, ListingReason, ListingStatus},
};

pub(super) async fn answer_listing(
    cx: Cx,
    received: Received<AnswerListing>,
) -> Result<Reply<AnswerListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let words = received.body.reason.clone();
    let (step, why) = match received.body.decision {
        // A reason code says why not.
        Decision::Accept => (Step::Accept, Why { code: None, words }),
        Decision::Decline => {
            let code = received.body.reason_code;
            (Step::Decline, Why { code, words })
        }
    };
    let listing = step::take(&mut tx, allowed, listing, step, why).await?;
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tell(&tx, &view).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}

/// Tells the people of the producer who pitched.
async fn tell(tx: &Tx, listing: &Listing) -> Result<()> {
    let whom = Whom::Roles(&[Role::Manager, Role::Staff]);
    identity::tell(tx, "pitch_answered", (listing.producer.id, whom), |reader| {
        let lang = reader.lang;
        let text = match listing.status {
            ListingStatus::Declined => lang.pick("đã từ chối lời chào hàng", "has declined your pitch"),
            _ => lang.pick("đã chấp nhận lời chào hàng", "has accepted your pitch"),
        };
        let english = listing.product_name_en.as_ref().filter(|_| lang == Lang::En);
        let product = english.unwrap_or(&listing.product_name);
        let letter = Letter::new(lang, format!("{}: {text}", listing.chain_name))
            .greet(
                &reader.name,
                &format!("{} {text}: {product}.", listing.chain_name),
            )
            .button(
                lang.pick("Xem hồ sơ lên kệ", "See the listing"),
                format!("/desk/listings/{}", listing.id),
            );
        let code = listing.reason_code.map(|code| said(lang, code));
        let told: Vec<&str> = [code, listing.reason.as_deref()].into_iter().flatten().collect();
        if told.is_empty() {
            return letter;
        }
        letter.say(format!("{}: {}", lang.pick("Lý do", "Reason"), told.join(". ")))
    })
    .await
}

const fn said(lang: Lang, code: ListingReason) -> &'static str {
    match code {
        ListingReason::Price => lang.pick("Giá chưa phù hợp", "Price"),
        ListingReason::Papers => lang.pick("Thiếu giấy tờ", "A paper is missing"),
        ListingReason::Capacity => lang.pick("Sản lượng nhỏ hoặc chưa chắc", "Volume too small or unsure"),
        ListingReason::Packaging => lang.pick("Bao bì, nhãn mác", "Packaging"),
        ListingReason::Duplicate => lang.pick("Đã có hàng tương tự", "They have one like it"),
        ListingReason::Season => lang.pick("Hết mùa", "Season"),
        ListingReason::Sales => lang.pick("Bán chậm", "It did not sell"),
        ListingReason::Other => lang.pick("Lý do khác", "Another reason"),
    }
}
