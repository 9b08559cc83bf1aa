//! What the centre reads over everything.

use shared::{Call, Code, reports::*};
use tests::*;

on_both_databases! {
    async fn the_audit_trail_names_who_did_what_newest_first(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let all = AuditFilter { limit: Some(2), ..Default::default() };

        let page = app.centre().send(Call::<ListAudit>::new(()).query(&all)).await.unwrap();

        let operations: Vec<&str> = page.items.iter().map(|entry| entry.operation.as_str()).collect();
        assert_eq!(operations, ["create_pack", "create_product"]);
        assert_eq!(page.items[1].subject_id, goods.id.to_string());
        assert_eq!(page.items[1].organisation.as_deref(), Some("HTX Bảo Lâm"));
        assert_eq!(page.items[1].user.as_deref(), Some("Người của HTX Bảo Lâm"));
        assert!(page.next_cursor.is_some());
        let next = AuditFilter { cursor: page.next_cursor, ..all };
        let page = app.centre().send(Call::<ListAudit>::new(()).query(&next)).await.unwrap();
        assert!(page.items.iter().all(|entry| entry.operation != "create_pack"));
        let filter = AuditFilter { operation: Some("verify_organisation".into()), ..Default::default() };
        let page = app.centre().send(Call::<ListAudit>::new(()).query(&filter)).await.unwrap();
        assert_eq!(page.items.len(), 1);
        refused(coop.send(Call::<ListAudit>::new(())).await, Code::Forbidden);
    }
}
