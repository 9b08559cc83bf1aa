//! Organisations, their people and their sessions.

use shared::{Call, Code, identity::*};
use tests::*;

on_both_databases! {
    async fn a_verified_cooperative_is_told_so(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let current = coop.send(Call::<GetSession>::new(())).await.unwrap();
        assert_eq!(current.organisation.status, OrganisationStatus::Verified);
        refused(app.anonymous().send(Call::<GetSession>::new(())).await, Code::Unauthenticated);
    }
}
