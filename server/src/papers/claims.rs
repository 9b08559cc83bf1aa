//! Which claims of a product its producer's papers back, and on which days.

use super::law::law;
use shared::{Date, ProductId, catalogue::Claim, papers::PaperKind};

/// A verified paper that lets products claim something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClaimPaper {
    /// None where it is about the whole organisation.
    pub(crate) product_id: Option<ProductId>,
    pub(crate) term: ClaimTerm,
}

/// The days on which something may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClaimTerm {
    pub(crate) claim: Claim,
    pub(crate) from: Date,
    /// The last day.
    pub(crate) until: Date,
}

impl ClaimTerm {
    /// Whether it counts on a day.
    pub(crate) fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// What papers of a kind let products claim.
pub(crate) fn claim_of(kind: PaperKind) -> Option<Claim> {
    law().kind(kind)?.claim
}

/// Whether a paper lets a product claim something: one about the product speaks for itself, one about the whole
/// organisation (`of` is none) for those products whose texts claim it.
pub(crate) fn backs(of: Option<ProductId>, claim: Claim, product: ProductId, claims: &[Claim]) -> bool {
    of.map_or_else(|| claims.contains(&claim), |of| of == product)
}

/// The days on which a product may claim what.
pub(crate) fn backed(product: ProductId, claims: &[Claim], papers: &[ClaimPaper]) -> Vec<ClaimTerm> {
    papers
        .iter()
        .filter(|paper| backs(paper.product_id, paper.term.claim, product, claims))
        .map(|paper| paper.term)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ClaimPaper, ClaimTerm, backed};
    use shared::{ProductId, catalogue::Claim};
    use time::macros::date;

    #[test]
    fn a_paper_of_the_product_speaks_for_itself_one_of_the_house_for_what_claims_it() {
        let other = ProductId(uuid::Uuid::from_u128(7));
        let paper = |product_id, claim| ClaimPaper {
            product_id,
            term: ClaimTerm {
                claim,
                from: date!(2026 - 01 - 01),
                until: date!(2026 - 12 - 31),
            },
        };
        let papers = [
            paper(Some(ProductId::EXAMPLE), Claim::Gi),
            paper(Some(other), Claim::Organic),
            paper(None, Claim::Vietgap),
        ];
        let claims = |claims: &[Claim]| -> Vec<Claim> {
            let terms = backed(ProductId::EXAMPLE, claims, &papers);
            terms.into_iter().map(|term| term.claim).collect()
        };
        assert_eq!(claims(&[]), [Claim::Gi]);
        assert_eq!(
            claims(&[Claim::Vietgap, Claim::Organic]),
            [Claim::Gi, Claim::Vietgap]
        );
    }

    #[test]
    fn a_claim_ends_with_the_papers_last_day() {
        let term = ClaimTerm {
            claim: Claim::Organic,
            from: date!(2026 - 01 - 01),
            until: date!(2026 - 12 - 31),
        };
        assert!(term.holds(date!(2026 - 01 - 01)) && term.holds(date!(2026 - 12 - 31)));
        assert!(!term.holds(date!(2027 - 01 - 01)) && !term.holds(date!(2025 - 12 - 31)));
    }
}
