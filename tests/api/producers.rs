//! Producers' pages, communes and growing zones.

use shared::{Call, Code, FieldCode, Input, Patch, endpoint::Key, identity::*, producers::*};
use tests::*;

fn nothing() -> ProducerUpdate {
    ProducerUpdate {
        name_en: None,
        commune_code: None,
        story: None,
        story_en: None,
        founded_year: Patch::Keep,
        lead_time_days: None,
        minimum_order: None,
        address: None,
        members: Patch::Keep,
        website: None,
        capacity: None,
        capacity_en: None,
        contact: Patch::Keep,
    }
}

on_both_databases! {
    async fn a_producer_is_public_only_once_it_is_verified(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Na Chi Lăng").await;
        let show = || Call::<GetProducer>::new((Key("htx-na-chi-lang".into()),));
        refused(app.anonymous().send(show()).await, Code::NotFound);
        assert_eq!(coop.send(show()).await.unwrap().version, 0);
        let list = app.anonymous().send(Call::<ListProducers>::new(())).await.unwrap();
        assert!(list.items.is_empty());

        let verify = Call::<VerifyOrganisation>::new((coop.organisation_id(),));
        app.centre().send(verify).await.unwrap();
        let shown = app.anonymous().send(show()).await.unwrap();
        assert_eq!((shown.lead_time_days, shown.minimum_order.amount), (3, 0));
        let list = app.anonymous().send(Call::<ListProducers>::new(())).await.unwrap();
        assert_eq!(list.items, [shown]);
    }

    async fn a_first_change_writes_the_profile_and_a_stale_one_is_refused(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let update = |body: &ProducerUpdate, version| {
            Call::<UpdateProducer>::new((id,)).body(body).if_version(version)
        };
        let first = coop.send(update(&ProducerUpdate::example(), 0)).await.unwrap();
        assert_eq!((first.version, first.minimum_order.amount), (1, 500_000));
        assert_eq!(first.contact.map(|contact| contact.email).as_deref(), Some("ban-hang@example.com"));
        refused(coop.send(update(&nothing(), 0)).await, Code::PreconditionFailed);

        let body = ProducerUpdate { story: Some(String::new()), ..nothing() };
        let second = coop.send(update(&body, 1)).await.unwrap();
        assert_eq!((second.version, second.story, second.story_en), (2, None, first.story_en));
    }

    async fn nobody_changes_the_page_of_another(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let update = || {
            let call = Call::<UpdateProducer>::new((coop.organisation_id(),));
            call.body(&nothing()).if_version(0)
        };
        refused(other.send(update()).await, Code::NotFound);
        refused(app.centre().send(update()).await, Code::Forbidden);
    }

    async fn a_commune_outside_the_province_is_unknown(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let body = ProducerUpdate { commune_code: Some("99999".into()), ..nothing() };
        let call = Call::<UpdateProducer>::new((coop.organisation_id(),)).body(&body).if_version(0);
        let problem = refused(coop.send(call).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("commune_code", FieldCode::Unknown)]);
    }

    async fn producers_are_found_without_marks_and_paged_by_name(app: TestApp) {
        for name in ["HTX Đồng Đăng", "HTX Bắc Sơn", "HTX Chi Lăng"] {
            app.cooperative(name).await;
        }
        let list = |filter: ProducerFilter| {
            let person = app.anonymous();
            async move { person.send(Call::<ListProducers>::new(()).query(&filter)).await.unwrap() }
        };
        let found = list(ProducerFilter { q: Some("dong dang".into()), ..Default::default() }).await;
        assert_eq!(found.items.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["HTX Đồng Đăng"]);

        let (mut names, mut cursor) = (Vec::new(), None);
        loop {
            let page = list(ProducerFilter { limit: Some(1), cursor, ..Default::default() }).await;
            names.extend(page.items.into_iter().map(|producer| producer.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(names, ["HTX Bắc Sơn", "HTX Chi Lăng", "HTX Đồng Đăng"]);
    }

    async fn an_address_from_before_the_merger_leads_to_todays_commune(app: TestApp) {
        let visitor = app.anonymous();
        let communes = CommuneFilter { q: Some("dong dang".into()) };
        let communes = visitor.send(Call::<ListCommunes>::new(()).query(&communes)).await.unwrap();
        assert_eq!(communes.items.len(), 1);
        let legacy = LegacyCommuneFilter { q: Some("bao lam".into()) };
        let legacy = visitor.send(Call::<ListLegacyCommunes>::new(()).query(&legacy)).await.unwrap();
        assert!(!legacy.items.is_empty());
        let zones = visitor.send(Call::<ListGrowingZones>::new(())).await.unwrap();
        assert_eq!(zones.items.len(), 195);
    }
}
