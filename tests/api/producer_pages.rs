//! What a producer shows of itself beside its story, and where it is paid.

use shared::{
    Call, Code, FieldCode, Input, OrganisationId, Patch, endpoint::Key, identity::OrganisationKind,
    papers::*, producers::*,
};
use tests::*;

const PHOTO: &[u8] = include_bytes!("../fixtures/persimmons.jpg");

fn add_photo(id: OrganisationId) -> Request {
    Request::post(&format!("/api/v1/producers/{id}/photos")).file("vuon.jpg", "image/jpeg", PHOTO)
}

async fn shown(person: &Person, id: OrganisationId) -> Producer {
    let call = Call::<GetProducer>::new((Key(id.to_string()),));
    person.send(call).await.expect("a producer")
}

fn put(id: OrganisationId) -> Call<PutBankAccount> {
    Call::<PutBankAccount>::new((id,)).body(&BankAccountPut::example())
}

async fn found(app: &TestApp, name: &str) -> Vec<CommuneMatch> {
    let search = CommuneSearch { q: Some(name.into()) };
    let call = Call::<FindCommunes>::new(()).query(&search);
    app.anonymous().send(call).await.expect("communes").items
}

on_both_databases! {
    async fn a_profile_tells_address_members_capacity_and_website(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let body = ProducerUpdate::example();
        let call = Call::<UpdateProducer>::new((id,)).body(&body).if_version(0);
        coop.send(call).await.unwrap();
        let page = shown(&app.anonymous(), id).await;
        assert_eq!((page.address, Patch::of(page.members), page.website), (body.address, body.members, body.website));
        assert_eq!((page.capacity, page.capacity_en), (body.capacity, body.capacity_en));
    }

    async fn a_website_leads_to_the_web_and_nowhere_else(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for bad in ["javascript:alert(1)", "https://", "htx.example", "https://a b.example"] {
            let body = ProducerUpdate { website: Some(bad.into()), ..ProducerUpdate::default() };
            let call = Call::<UpdateProducer>::new((coop.organisation_id(),)).body(&body).if_version(0);
            let problem = refused(coop.send(call).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("website", FieldCode::Format)], "{bad}");
        }
    }

    async fn photographs_are_shown_with_their_captions_six_at_the_most(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let photo: ProducerPhoto = coop.raw(add_photo(id)).await.json();
        assert!(photo.sources.iter().all(|source| source.url.starts_with("/media/")));
        let call = Call::<CaptionProducerPhoto>::new((id, photo.id)).body(&PhotoCaption::example());
        coop.send(call).await.unwrap();
        let page = shown(&app.anonymous(), id).await;
        assert_eq!(page.photos.len(), 1);
        assert_eq!(page.photos[0].caption, PhotoCaption::example().caption);
        for _ in 1..6 {
            assert_eq!(coop.raw(add_photo(id)).await.status, 201);
        }
        let problem = coop.raw(add_photo(id)).await.problem();
        assert_eq!(fields(&problem), [("file", FieldCode::TooMany)]);
        coop.send(Call::<DeleteProducerPhoto>::new((id, photo.id))).await.unwrap();
        assert_eq!(shown(&app.anonymous(), id).await.photos.len(), 5);
    }

    async fn nobody_touches_the_photographs_of_another(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let id = coop.organisation_id();
        let photo: ProducerPhoto = coop.raw(add_photo(id)).await.json();
        assert_eq!(other.raw(add_photo(id)).await.status, 404);
        refused(other.send(Call::<DeleteProducerPhoto>::new((id, photo.id))).await, Code::NotFound);
        // Nor under one's own name.
        refused(other.send(Call::<DeleteProducerPhoto>::new((other.organisation_id(), photo.id))).await, Code::NotFound);
    }

    async fn an_account_is_whole_for_its_manager_and_masked_for_the_centre(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let get = || Call::<GetBankAccount>::new((id,));
        refused(coop.send(get()).await, Code::NotFound);
        coop.send(put(id)).await.unwrap();
        let own = coop.send(get()).await.unwrap();
        let example = BankAccountPut::example();
        assert_eq!((own.number.as_deref(), own.holder.as_deref()), (Some(&*example.number), Some(&*example.holder)));
        assert_eq!((own.masked.as_str(), own.bank.bin.as_str()), ("•••• 1234", "970405"));
        let centre = app.centre().send(get()).await.unwrap();
        assert_eq!((centre.number, centre.holder, centre.masked), (None, None, own.masked));
        let other = app.cooperative("HTX Mẫu Sơn").await;
        refused(other.send(get()).await, Code::NotFound);
        refused(other.send(put(id)).await, Code::NotFound);
        refused(app.retailer("Siêu thị Xứ Lạng").await.send(get()).await, Code::Forbidden);
        coop.send(Call::<DeleteBankAccount>::new((id,))).await.unwrap();
        refused(coop.send(get()).await, Code::NotFound);
    }

    async fn an_account_can_be_written_anew_but_only_at_a_known_bank(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        coop.send(put(id)).await.unwrap();
        let body = BankAccountPut { number: "123456".into(), ..BankAccountPut::example() };
        let call = Call::<PutBankAccount>::new((id,)).body(&body);
        assert_eq!(coop.send(call).await.unwrap().masked, "•••• 456");
        let body = BankAccountPut { bank_bin: "000000".into(), ..BankAccountPut::example() };
        let problem = refused(coop.send(Call::<PutBankAccount>::new((id,)).body(&body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("bank_bin", FieldCode::Unknown)]);
        let banks = app.anonymous().send(Call::<ListBanks>::new(())).await.unwrap();
        assert!(banks.items.iter().any(|bank| bank.bin == "970436"));
    }

    async fn the_number_lies_nowhere_in_the_clear(app: TestApp) {
        use sea_orm::{ConnectionTrait, sea_query::Query};
        let coop = app.cooperative("HTX Bảo Lâm").await;
        coop.send(put(coop.organisation_id())).await.unwrap();
        let query = Query::select().columns(["number_sealed", "holder_sealed"]).from("bank_accounts").to_owned();
        let row = app.db().query_one(&query).await.unwrap().expect("a row");
        for column in ["number_sealed", "holder_sealed"] {
            let sealed: Vec<u8> = row.try_get("", column).unwrap();
            assert!(!sealed.windows(4).any(|four| four == b"8400" || four == b"NONG"), "{column}");
        }
        for step in app.audit().await {
            assert!(!format!("{step:?}").contains("8400201001234"));
        }
    }

    async fn any_name_a_commune_bore_leads_to_it(app: TestApp) {
        let by_old = found(&app, "xã Bảo Lâm, Cao Lộc").await;
        assert_eq!(by_old.len(), 1);
        assert_eq!(by_old[0].old_district.as_deref(), Some("Huyện Cao Lộc"));
        let twice = found(&app, "hong phong").await;
        assert!(twice.len() >= 2);
        let today = found(&app, "Chi Lang").await;
        assert_eq!((today[0].commune.name.as_str(), today[0].old_commune.as_deref()), ("Xã Chi Lăng", None));
        assert!(found(&app, "khong co xa nay").await.is_empty());
        assert!(found(&app, "").await.is_empty());
    }

    async fn a_producers_page_names_its_public_papers_once_it_is_verified(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Mới").await;
        let id = coop.organisation_id();
        let body = PaperAdd { public: true, ..app.paper_of(PaperKind::Haccp, None) };
        let paper = coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap();
        app.verify(&paper).await;
        let list = || Call::<ListProducerPapers>::new((id,));
        refused(app.anonymous().send(list()).await, Code::NotFound);
        assert_eq!(coop.send(list()).await.unwrap().items.len(), 1);
        let verify = Call::<shared::identity::VerifyOrganisation>::new((id,));
        app.centre().send(verify).await.unwrap();
        assert_eq!(app.anonymous().send(list()).await.unwrap().items[0].kind, PaperKind::Haccp);
    }
}
