//! What the centre reads over everything.

use shared::{
    Call, Code, FieldCode, Input,
    catalogue::{PackUpdate, UpdatePack},
    identity::OrganisationKind,
    reports::*,
    time::plus_days,
};
use tests::*;
use time::macros::date;

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

    async fn the_audit_trail_says_what_changed_and_is_found_by_who_when_and_what(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let update = PackUpdate { unit_price: Some(52_000), ..PackUpdate::example() };
        let call = Call::<UpdatePack>::new((goods.pack.id,)).body(&update).if_version(goods.pack.version);
        coop.send(call).await.unwrap();
        let found = |filter: AuditFilter| {
            let app = app.clone();
            async move {
                let page = app.centre().send(Call::<ListAudit>::new(()).query(&filter)).await.unwrap();
                page.items.into_iter().map(|entry| entry.operation).collect::<Vec<_>>()
            }
        };

        let text = AuditFilter { q: Some("52000".into()), ..Default::default() };
        assert_eq!(found(text).await, ["update_pack"]);
        let person = AuditFilter { user: Some("bao lam".into()), operation: Some("update_pack".into()), ..Default::default() };
        assert_eq!(found(person).await, ["update_pack"]);
        let nobody = AuditFilter { user: Some("ai do khac".into()), ..Default::default() };
        assert_eq!(found(nobody).await, [""; 0]);
        let theirs = AuditFilter { organisation_id: Some(coop.organisation_id()), subject: Some("pack".into()), ..Default::default() };
        assert_eq!(found(theirs).await, ["update_pack", "create_pack"]);
        let tomorrow = Some(plus_days(app.today(), 1));
        let later = AuditFilter { from: tomorrow, ..Default::default() };
        assert_eq!(found(later).await, [""; 0]);
        let until = AuditFilter { until: Some(app.today()), operation: Some("update_pack".into()), ..Default::default() };
        assert_eq!(found(until).await, ["update_pack"]);
    }

    async fn the_queues_tell_how_many_wait_and_since_when(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        app.pending(OrganisationKind::Producer, "HTX Mới").await;
        let first = app.clock().now();
        app.product(&coop).submitted().create().await;
        app.clock().advance_days(2);
        app.product(&coop).submitted().create().await;
        let queues = |person: &Person| {
            let person = person.clone();
            async move { person.send(Call::<ListQueues>::new(())).await }
        };

        let found = queues(&app.centre()).await.unwrap().items;

        assert_eq!(found.iter().map(|queue| queue.count).collect::<Vec<_>>(), [1, 2, 0]);
        assert!(found.iter().take(2).all(|queue| queue.oldest_at.is_some_and(|at| at.day() == first.day())));
        refused(queues(&coop).await, Code::Forbidden);
    }

    async fn the_report_of_a_day_counts_by_stars_commune_and_group(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        app.product(&coop).stars(4).group("I.3.c").published().create().await;
        app.product(&coop).stars(3).group("I.3.c").certified_on(date!(2024 - 01 - 10)).published().create().await;
        let report = |on| {
            let app = app.clone();
            async move {
                let query = StateQuery { on };
                app.authority().send(Call::<GetStateReport>::new(()).query(&query)).await
            }
        };

        let today = report(None).await.unwrap();

        assert_eq!((today.valid.all, today.valid.four, today.valid.target_percent), (2, 1, 100));
        assert_eq!((today.coverage.total, today.coverage.listed), (1, 0));
        let group = &today.groups[0];
        assert_eq!((group.code.as_str(), group.three, group.four, group.all), ("I", 1, 1, 2));
        assert_eq!((today.communes.len(), today.communes[0].all, today.commune_count), (1, 2, 1));
        assert_eq!((today.lapsing.len(), today.lapsed.len()), (1, 0));
        app.clock().set_day(date!(2027 - 01 - 11));
        let later = report(None).await.unwrap();
        assert_eq!((later.valid.all, later.lapsing.len(), later.lapsed.len()), (1, 0, 1));
        let again = report(Some(date!(2026 - 11 - 22))).await.unwrap();
        assert_eq!((again.valid, again.communes, again.groups), (today.valid, today.communes, today.groups));
        let problem = refused(report(Some(date!(2027 - 01 - 12))).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("on", FieldCode::InFuture)]);
        refused(coop.send(Call::<GetStateReport>::new(())).await, Code::Forbidden);
    }
}
