//! Papers, added and verified as people do it.

use crate::{Person, TestApp};
use shared::{
    Call, ProductId,
    papers::{AddPaper, Exemption, Paper, PaperAdd, PaperKind, VerifyPaper},
    time::plus_days,
};

impl TestApp {
    /// A paper issued a month ago, with a number that fits its kind; it waits for the centre.
    pub async fn pending_paper(&self, of: &Person, kind: PaperKind, product: Option<ProductId>) -> Paper {
        let body = self.paper_of(kind, product);
        let call = Call::<AddPaper>::new(()).body(&body);
        of.send(call).await.expect("a new paper")
    }

    /// A paper that the centre has verified.
    pub async fn paper(&self, of: &Person, kind: PaperKind, product: Option<ProductId>) -> Paper {
        let paper = self.pending_paper(of, kind, product).await;
        self.verify(&paper).await
    }

    /// The centre verifies a paper.
    pub async fn verify(&self, paper: &Paper) -> Paper {
        let call = Call::<VerifyPaper>::new((paper.id,)).if_version(paper.version);
        self.centre().send(call).await.expect("a verified paper")
    }

    /// Every paper that a supermarket needs to see of processed food, verified.
    pub async fn all_papers(&self, of: &Person, product: ProductId) {
        for kind in [PaperKind::BusinessRegistration, PaperKind::FoodSafetyCertificate] {
            self.paper(of, kind, None).await;
        }
        for kind in [PaperKind::SelfDeclaration, PaperKind::TestReport] {
            self.paper(of, kind, Some(product)).await;
        }
    }

    /// What a producer would send.
    pub fn paper_of(&self, kind: PaperKind, product_id: Option<ProductId>) -> PaperAdd {
        PaperAdd {
            kind,
            product_id,
            number: Some(match kind {
                PaperKind::Globalgap => "4049928000019".into(),
                PaperKind::GrowingAreaCode => "VN-LSOR-0001".into(),
                _ => format!("{}/2026", self.next()),
            }),
            issuer: Some("Chi cục (ví dụ)".into()),
            issued_on: Some(plus_days(self.today(), -30)),
            expires_on: None,
            scope: None,
            exemption: (kind == PaperKind::FoodSafetyCommitment).then_some(Exemption::SmallPrimaryProduction),
            public: false,
            shared_with_buyers: false,
        }
    }
}
