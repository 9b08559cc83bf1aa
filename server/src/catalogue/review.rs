//! What publishing and returning have in common: the centre judges what was handed to it.

use super::{
    absence::settle,
    drafts::{Working, save, working},
    entity::product_versions,
    erase_pictures,
    managed::view,
    pack_words, policy,
};
use crate::{
    db::Tx,
    http::{Cx, Received, Reply, Result},
    identity::{self, Whom},
    mail::Letter,
};
use shared::{
    Endpoint, Lang, ProductId,
    catalogue::{ManagedProduct, ProductStatus},
    identity::Role,
};

/// Whether visitors see something else afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The reviewed texts become the public ones.
    Publish,
    /// What was public before stays public.
    Return,
}

/// Judges the version that is in review; `note` writes on it what the verdict says.
pub(super) async fn judge<E>(
    cx: Cx,
    received: Received<E>,
    verdict: Verdict,
    note: impl FnOnce(&mut product_versions::Model, &E::Body),
) -> Result<Reply<E>>
where
    E: Endpoint<Path = (ProductId,), Response = ManagedProduct>,
{
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let Working {
        mut product,
        mut version,
    } = working(&tx, id).await?;
    policy::may_review(cx.member()?, &product)?;
    let before = view(&*tx, product.clone(), cx.today()).await?;
    version.reviewed_at = Some(tx.at());
    note(&mut version, &received.body);
    match verdict {
        Verdict::Publish => {
            product.status = ProductStatus::Published;
            product.reviewed_version_id = Some(version.id);
            product.published_at = Some(tx.at());
            // Who hands a withdrawn product in wants it shown; what the centre took down it puts back by name.
            product.withdrawn_at = None;
            settle(&mut tx, &mut product).await?;
            pack_words::publish(&tx, id).await?;
            tx.changed(id);
            // What only the texts before had shown.
            erase_pictures::later(&tx, id)?;
        }
        Verdict::Return => {
            product.status = ProductStatus::Returned;
            tx.private();
        }
    }
    let working = save(&tx, Working { product, version }).await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tell(&tx, &view, verdict).await?;
    tx.compare(&seen(&before), &seen(&view));
    tx.finish("product", id, &view, Some(view.version)).await
}

/// What the trail compares: of the texts those that were reviewed, because a verdict changes no other.
fn seen(product: &ManagedProduct) -> ManagedProduct {
    let mut seen = product.clone();
    let newest = || product.published_at.map(|_| product.texts.clone());
    seen.public_texts = product.public_texts.clone().or_else(newest);
    seen
}

/// Tells the people of the producer.
async fn tell(tx: &Tx, product: &ManagedProduct, verdict: Verdict) -> Result<()> {
    let kind = match verdict {
        Verdict::Publish => "product_published",
        Verdict::Return => "product_returned",
    };
    let whom = Whom::Roles(&[Role::Manager, Role::Staff]);
    identity::tell(tx, kind, (product.producer.id, whom), |reader| {
        let lang = reader.lang;
        let english = product.texts.name_en.as_ref().filter(|_| lang == Lang::En);
        let name = english.unwrap_or(&product.texts.name);
        let text = match verdict {
            Verdict::Publish => lang.pick("đã được đăng", "is published"),
            Verdict::Return => lang.pick("được trả lại để sửa", "is sent back to be mended"),
        };
        let letter = Letter::new(lang, format!("{name}: {text}"))
            .greet(&reader.name, &format!("{name} {text}."))
            .button(
                lang.pick("Xem sản phẩm", "See the product"),
                format!("/desk/products/{}", product.id),
            );
        match &product.review_reason {
            Some(reason) if verdict == Verdict::Return => {
                letter.say(format!("{}: {reason}", lang.pick("Lý do", "Reason")))
            }
            _ => letter,
        }
    })
    .await
}
