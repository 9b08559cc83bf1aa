//! Producers' papers, and whether they are enough for a supermarket.

use shared::{
    Call, Code, FieldCode, Input, ProductId,
    catalogue::Claim,
    discovery::*,
    endpoint::Key,
    identity::{OrganisationKind, Reason},
    papers::*,
    time::{add_months, plus_days},
};
use tests::*;

fn get(paper: &Paper) -> Call<GetPaper> {
    Call::new((paper.id,))
}

fn update(paper: &Paper, body: &PaperUpdate) -> Call<UpdatePaper> {
    Call::<UpdatePaper>::new((paper.id,))
        .body(body)
        .if_version(paper.version)
}

fn refuse(paper: &Paper) -> Call<RefusePaper> {
    let reason = Reason {
        reason: "Bản chụp mờ, không đọc được số.".into(),
    };
    Call::<RefusePaper>::new((paper.id,))
        .body(&reason)
        .if_version(paper.version)
}

async fn compliance(person: &Person, product: ProductId) -> Compliance {
    let call = Call::<GetCompliance>::new((product,));
    person.send(call).await.expect("a product's papers")
}

fn state_of(compliance: &Compliance, need: Need) -> NeedState {
    let found = compliance.needs.iter().find(|one| one.need == need);
    found.expect("such a need").state
}

async fn claimed(app: &TestApp, claim: &str) -> i64 {
    let filter = ProductFilter {
        claim: Some(claim.into()),
        ..Default::default()
    };
    let visitor = app.anonymous();
    let list = visitor.send(Call::<ListProducts>::new(()).query(&filter)).await;
    list.expect("products").total
}

on_both_databases! {
    async fn papers_are_found_by_their_producers_name_and_by_their_number(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX Bảo Lâm").await, app.cooperative("HTX Mẫu Sơn").await);
        let buyer = app.retailer("Siêu thị Xanh").await;
        let mut body = app.paper_of(PaperKind::FoodSafetyCertificate, None);
        body.shared_with_buyers = true;
        let one = coop.send(Call::<AddPaper>::new(()).body(&PaperAdd { number: Some("17/2026/ATTP-CNĐK".into()), ..body.clone() }));
        let two = other.send(Call::<AddPaper>::new(()).body(&PaperAdd { number: Some("88/2026".into()), ..body }));
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        let found = async |who: &Person, words: &str| {
            let filter = PaperFilter { q: Some(words.into()), ..Default::default() };
            let papers = who.send(Call::<ListPapers>::new(()).query(&filter)).await.unwrap().items;
            papers.into_iter().map(|paper| paper.id).collect::<Vec<_>>()
        };
        for (words, expected) in [
            ("bao lam", vec![one.id]),
            ("Mẫu", vec![two.id]),
            ("attp-cndk", vec![one.id]),
            ("ATTP-CNĐK", vec![one.id]),
            ("88/", vec![two.id]),
            ("8", vec![two.id]),
            ("HTX", vec![two.id, one.id]),
            ("Cao Lộc", vec![]),
        ] {
            assert_eq!(found(&app.centre(), words).await, expected, "{words}");
        }
        assert_eq!(found(&buyer, "bao lam").await, [], "not verified yet");
        app.verify(&one).await;
        assert_eq!(found(&buyer, "bao lam").await, [one.id]);

        let read = async |path: &str| buyer.by_cookie().raw(Request::get(path)).await.text().to_owned();
        let address = format!("/desk/papers/{}", one.id);
        assert!(read("/desk/papers?q=17%2F2026").await.contains(&address));
        let page = read("/desk/papers?q=mau+son").await;
        assert!(!page.contains(&address) && page.contains("Không có giấy tờ nào khớp"), "{page}");
        let queue = app.centre().by_cookie().raw(Request::get("/desk/papers?q=mau+son")).await;
        assert!(queue.text().contains("HTX Mẫu Sơn") && !queue.text().contains("HTX Bảo Lâm"), "{}", queue.text());
    }

    async fn a_paper_waits_for_the_centre_and_lasts_as_the_law_says(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let body = PaperAdd::example();
        let paper = coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap();
        assert_eq!((paper.status, paper.validity), (PaperStatus::Pending, PaperValidity::Valid));
        assert_eq!(paper.expires_on, body.issued_on.map(|day| add_months(day, 36)));
        let verified = app.verify(&paper).await;
        assert_eq!((verified.status, verified.version), (PaperStatus::Verified, 2));
        assert!(verified.decided_at.is_some());
        assert_eq!(coop.send(get(&paper)).await.unwrap(), verified);
    }

    async fn a_paper_says_what_its_kind_needs(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let foreign = app.product(&other).create().await.id;
        let add = |body: PaperAdd| {
            let coop = coop.clone();
            async move { fields(&refused(coop.send(Call::<AddPaper>::new(()).body(&body)).await, Code::ValidationFailed)).iter().map(|(field, code)| (field.to_string(), *code)).collect::<Vec<_>>() }
        };
        let of = |kind| app.paper_of(kind, None);
        let wrong = |field: &str, code| vec![(field.to_owned(), code)];
        let body = PaperAdd { number: None, ..of(PaperKind::Vietgap) };
        assert_eq!(add(body).await, wrong("number", FieldCode::Required));
        let body = PaperAdd { number: Some("4049928000018".into()), ..of(PaperKind::Globalgap) };
        assert_eq!(add(body).await, wrong("number", FieldCode::CheckDigit));
        let body = PaperAdd { number: Some("vn?".into()), ..of(PaperKind::GrowingAreaCode) };
        assert_eq!(add(body).await, wrong("number", FieldCode::Format));
        assert_eq!(add(of(PaperKind::TestReport)).await, wrong("product_id", FieldCode::Required));
        let body = PaperAdd { product_id: Some(foreign), ..of(PaperKind::TestReport) };
        assert_eq!(add(body).await, wrong("product_id", FieldCode::Unknown));
        let body = PaperAdd { exemption: None, ..of(PaperKind::FoodSafetyCommitment) };
        assert_eq!(add(body).await, wrong("exemption", FieldCode::Required));
        let body = PaperAdd { issued_on: Some(plus_days(app.today(), 1)), ..of(PaperKind::Haccp) };
        assert_eq!(add(body).await, wrong("issued_on", FieldCode::InFuture));
        let body = PaperAdd { expires_on: Some(plus_days(app.today(), -40)), ..of(PaperKind::Haccp) };
        assert_eq!(add(body).await, wrong("expires_on", FieldCode::Order));
    }

    async fn a_producers_papers_for_claims_are_of_the_products_that_claim_it(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let plain = app.product(&coop).texts(|texts| texts.claims.clear()).published().create().await;
        let claiming = app.product(&coop).texts(|texts| texts.claims = vec![Claim::Vietgap]).published().create().await;
        for goods in [&plain, &claiming] {
            app.all_papers(&coop, goods.id).await;
        }
        let soon = Some(plus_days(app.today(), 40));
        let body = PaperAdd { expires_on: soon, public: true, ..app.paper_of(PaperKind::Vietgap, None) };
        app.verify(&coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap()).await;
        let shown = async |goods: &Goods| {
            let call = Call::<GetProduct>::new((Key(goods.slug.clone()),));
            let papers = app.anonymous().send(call).await.unwrap().papers;
            papers.iter().any(|paper| paper.kind == PaperKind::Vietgap)
        };

        assert_eq!((compliance(&coop, plain.id).await.first_to_lapse, shown(&plain).await), (None, false));
        assert_eq!((compliance(&coop, claiming.id).await.first_to_lapse, shown(&claiming).await), (soon, true));
    }

    async fn the_first_paper_to_lapse_is_told_that_which_only_backs_a_claim_too(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        app.all_papers(&coop, goods.id).await;
        assert_eq!(compliance(&coop, goods.id).await.first_to_lapse, None);
        let until = async |days| {
            let expires_on = Some(plus_days(app.today(), days));
            let body = PaperAdd { expires_on, ..app.paper_of(PaperKind::Vietgap, Some(goods.id)) };
            app.verify(&coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap()).await
        };

        let soon = until(40).await;
        assert_eq!(compliance(&coop, goods.id).await.first_to_lapse, soon.expires_on);
        let page = coop.by_cookie().raw(Request::get(&format!("/desk/products/{}", goods.id))).await.text().to_owned();
        assert!(page.contains("Giấy hết hạn sớm nhất: 01/01/2027"), "{page}");
        // A newer one takes its place.
        until(400).await;
        assert_eq!(compliance(&coop, goods.id).await.first_to_lapse, None);
    }

    async fn a_paper_added_twice_with_one_key_is_there_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let body = PaperAdd::example();
        let add = || Call::<AddPaper>::new(()).body(&body).idempotency_key("paper-1");
        let (first, second) = (coop.send(add()).await.unwrap(), coop.send(add()).await.unwrap());
        assert_eq!(first, second);
        assert_eq!(coop.send(Call::<ListPapers>::new(())).await.unwrap().items, [first]);
    }

    async fn buyers_choose_products_and_pitches_whose_papers_are_complete(app: TestApp) {
        use shared::listings::{ListListings, ListingFilter};
        let (coop, retailer) = (app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xứ Lạng").await);
        let ready = app.product(&coop).name("Hồng sấy dẻo").stock(5).published().create().await;
        let bare = app.product(&coop).name("Mứt hồng").stock(5).published().create().await;
        app.all_papers(&coop, ready.id).await;
        let chain = crate::listings::chain_of(&app, &retailer, true).await.id;
        for goods in [&ready, &bare] {
            crate::listings::pitch(&coop, goods.id, chain).await.unwrap();
        }
        let all = ProductFilter::default();
        let complete = ProductFilter { papers_complete: Some(true), ..Default::default() };
        let offers = async |person: &Person, filter: &ProductFilter| {
            let list = person.send(Call::<ListOffers>::new(()).query(filter)).await?;
            Ok::<_, shared::ClientError>(list.items.into_iter().map(|offer| (offer.product.id, offer.papers)).collect::<Vec<_>>())
        };

        let found = offers(&retailer, &all).await.unwrap();
        let state = |id| found.iter().find(|(found, _)| *found == id).unwrap().1.clone().unwrap();
        assert_eq!(state(ready.id), PapersState { complete: true, missing: vec![] });
        assert_eq!(state(bare.id).missing, [Need::Declaration, Need::Test]);
        assert_eq!(offers(&retailer, &complete).await.unwrap().iter().map(|(id, _)| *id).collect::<Vec<_>>(), [ready.id]);
        let listed = async |papers_complete| {
            let filter = ListingFilter { papers_complete, ..Default::default() };
            let page = retailer.send(Call::<ListListings>::new(()).query(&filter)).await.unwrap();
            page.items.into_iter().map(|listing| (listing.product_id, listing.papers.complete)).collect::<Vec<_>>()
        };
        assert_eq!(listed(Some(true)).await, [(ready.id, true)]);
        assert_eq!(listed(None).await, [(bare.id, false), (ready.id, true)]);

        // The test report lasts twelve months from the day it was issued; nothing is written when it lapses.
        app.clock().set_day(add_months(plus_days(app.today(), -30), 12));
        assert_eq!(offers(&retailer, &complete).await.unwrap().len(), 1);
        app.clock().advance_days(1);
        assert_eq!(offers(&retailer, &complete).await.unwrap(), []);
        assert_eq!(listed(Some(true)).await, []);

        // How papers stand is no visitor's business, and of others no producer's.
        let visitor = app.anonymous();
        assert!(offers(&visitor, &all).await.unwrap().iter().all(|(_, papers)| papers.is_none()));
        assert!(offers(&coop, &all).await.unwrap().iter().all(|(_, papers)| papers.is_none()));
        refused(offers(&visitor, &complete).await, Code::Unauthenticated);
        refused(offers(&coop, &complete).await, Code::Forbidden);
        refused(coop.send(Call::<ListProducts>::new(()).query(&complete)).await, Code::Forbidden);
    }

    async fn the_centre_compares_papers_in_a_queue_or_beside_an_organisation(app: TestApp) {
        use crate::pages::post;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let mut papers = Vec::new();
        for kind in [PaperKind::Haccp, PaperKind::Vietgap, PaperKind::Gmp] {
            papers.push(app.pending_paper(&coop, kind, None).await);
        }
        let [first, second, third] = papers.as_slice() else { panic!("three papers") };
        let centre = app.centre().by_cookie();
        let queues = centre.send(Call::<shared::reports::ListQueues>::new(())).await.unwrap().items;
        let queue = queues.iter().find(|queue| queue.queue == shared::reports::QueueName::Papers).unwrap();
        assert_eq!((queue.count, queue.oldest_at), (3, Some(first.added_at)));
        let page = centre.raw(Request::get(&format!("/desk/papers/{}", first.id))).await;
        for marked in ["data-queue", "data-key=\"j\"", "data-key=\"a\"", "data-key=\"r\"", "data-keys"] {
            assert!(page.text().contains(marked), "{marked}: {}", page.text());
        }
        let version = first.version.to_string();
        let answer = post(&centre, &format!("/desk/papers/{}/verify", first.id), &[("version", &version)]).await;
        let next = format!("/desk/papers/{}?done=verified&decided={}", second.id, first.id);
        assert_eq!(answer.header("location"), next);

        let organisation = format!("/desk/organisations/{}", coop.organisation_id());
        let page = centre.raw(Request::get(&organisation)).await;
        assert!(page.text().contains(&format!("/desk/papers/{}?from=organisation", third.id)), "{}", page.text());
        let fields = [("version", version.as_str()), ("from", "organisation"), ("reason", "Bản chụp mờ, không đọc được.")];
        let answer = post(&centre, &format!("/desk/papers/{}/refuse", third.id), &fields).await;
        assert_eq!(answer.header("location"), format!("{organisation}?done=paper_refused"));
    }

    async fn papers_are_nobodys_business_but_those_they_concern(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.paper(&coop, PaperKind::Haccp, None).await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        refused(app.anonymous().send(get(&paper)).await, Code::Unauthenticated);
        for stranger in [&other, &retailer] {
            refused(stranger.send(get(&paper)).await, Code::NotFound);
            let list = stranger.send(Call::<ListPapers>::new(())).await.unwrap();
            assert!(list.items.is_empty());
        }
        let foreign = paper.clone();
        refused(other.send(update(&foreign, &PaperUpdate::example())).await, Code::NotFound);
        refused(other.send(Call::<RemovePaper>::new((paper.id,))).await, Code::NotFound);
        for official in [app.centre(), app.authority()] {
            assert_eq!(official.send(get(&paper)).await.unwrap().id, paper.id);
        }
        refused(app.authority().send(refuse(&paper)).await, Code::Forbidden);
    }

    async fn buyers_read_what_is_shared_with_them_once_it_is_verified(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let body = PaperAdd { shared_with_buyers: true, ..app.paper_of(PaperKind::Haccp, None) };
        let paper = coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap();
        refused(retailer.send(get(&paper)).await, Code::NotFound);
        let paper = app.verify(&paper).await;
        assert_eq!(retailer.send(get(&paper)).await.unwrap().number, body.number);
        let unverified = app.pending(OrganisationKind::Retailer, "Chợ mới").await;
        refused(unverified.send(get(&paper)).await, Code::NotFound);
        assert!(unverified.send(Call::<ListPapers>::new(())).await.unwrap().items.is_empty());

        let hidden = PaperUpdate { shared_with_buyers: false, ..body.facts() };
        let same = PaperUpdate { expires_on: paper.expires_on, ..hidden };
        let paper = coop.send(update(&paper, &same)).await.unwrap();
        assert_eq!(paper.status, PaperStatus::Verified);
        refused(retailer.send(get(&paper)).await, Code::NotFound);
    }

    async fn a_changed_paper_is_compared_again(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.paper(&coop, PaperKind::Haccp, None).await;
        let body = PaperUpdate { number: Some("mới/2026".into()), ..app.paper_of(PaperKind::Haccp, None).facts() };
        let changed = coop.send(update(&paper, &body)).await.unwrap();
        assert_eq!((changed.status, changed.decided_at), (PaperStatus::Pending, None));
        // The centre saw the paper before it was changed.
        let late = Call::<VerifyPaper>::new((paper.id,)).if_version(paper.version);
        refused(app.centre().send(late).await, Code::PreconditionFailed);
        refused(coop.send(update(&paper, &body)).await, Code::PreconditionFailed);
    }

    async fn a_refused_paper_says_why_and_can_be_mended(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        let refusal = app.centre().send(refuse(&paper)).await.unwrap();
        assert_eq!(refusal.status, PaperStatus::Refused);
        assert_eq!(refusal.reason.as_deref(), Some("Bản chụp mờ, không đọc được số."));
        refused(app.centre().send(refuse(&refusal)).await, Code::WrongState);
        let body = PaperUpdate { number: Some("9/2026".into()), ..app.paper_of(PaperKind::Haccp, None).facts() };
        let mended = coop.send(update(&refusal, &body)).await.unwrap();
        assert_eq!((mended.status, mended.reason.as_deref()), (PaperStatus::Pending, None));
        let verified = app.verify(&mended).await;
        let again = Call::<VerifyPaper>::new((paper.id,)).if_version(verified.version);
        refused(app.centre().send(again).await, Code::WrongState);
        assert_eq!(app.centre().send(refuse(&verified)).await.unwrap().status, PaperStatus::Refused);
    }

    async fn lists_tell_what_waits_and_what_lapses(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let lasting = |days| PaperAdd { expires_on: Some(plus_days(app.today(), days)), ..app.paper_of(PaperKind::Haccp, None) };
        let mut papers = Vec::new();
        for days in [300, 20, 100, -5] {
            papers.push(coop.send(Call::<AddPaper>::new(()).body(&lasting(days))).await.unwrap().id);
        }
        let list = |filter: PaperFilter| {
            let centre = app.centre();
            async move {
                let page = centre.send(Call::<ListPapers>::new(()).query(&filter)).await.unwrap();
                (page.items.into_iter().map(|paper| paper.id).collect::<Vec<_>>(), page.next_cursor)
            }
        };
        let of = |place: usize| papers[place];
        let soon = PaperFilter { expires_within_days: Some(180), ..Default::default() };
        assert_eq!(list(soon.clone()).await.0, [of(1), of(2)]);
        let lapsed = PaperFilter { validity: Some(PaperValidity::Lapsed), ..Default::default() };
        assert_eq!(list(lapsed).await.0, [of(3)]);
        let waiting = PaperFilter { status: Some(PaperStatus::Pending), ..Default::default() };
        assert_eq!(list(waiting).await.0, papers);
        assert_eq!(list(PaperFilter::default()).await.0, [of(3), of(2), of(1), of(0)]);

        let (first, cursor) = list(PaperFilter { limit: Some(1), ..soon.clone() }).await;
        let (second, end) = list(PaperFilter { limit: Some(1), cursor, ..soon }).await;
        assert_eq!((first, second, end), (vec![of(1)], vec![of(2)], None));
    }

    async fn what_a_product_lacks_is_told_to_each_as_it_concerns_him(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).group("I.3.c").published().create().await;
        let bare = compliance(&coop, goods.id).await;
        assert!(!bare.ready);
        let needs: Vec<Need> = bare.needs.iter().filter(|need| need.required).map(|need| need.need).collect();
        assert_eq!(needs, [Need::Registration, Need::Establishment, Need::Declaration, Need::Test]);

        app.paper(&coop, PaperKind::BusinessRegistration, None).await;
        app.paper(&coop, PaperKind::Haccp, None).await;
        app.paper(&coop, PaperKind::SelfDeclaration, Some(goods.id)).await;
        let report = app.pending_paper(&coop, PaperKind::TestReport, Some(goods.id)).await;
        let own = compliance(&coop, goods.id).await;
        assert_eq!((own.ready, state_of(&own, Need::Test)), (false, NeedState::Pending));
        let buyer = compliance(&retailer, goods.id).await;
        assert_eq!((buyer.ready, state_of(&buyer, Need::Test)), (false, NeedState::Missing));

        app.verify(&report).await;
        let buyer = compliance(&retailer, goods.id).await;
        assert_eq!((buyer.ready, state_of(&buyer, Need::Test)), (true, NeedState::Met));
        // Nothing was shared, so no paper can be opened.
        assert!(buyer.needs.iter().all(|need| need.paper_id.is_none()));
        let list = coop.send(Call::<ListCompliance>::new(())).await.unwrap();
        assert_eq!(list.items, [compliance(&coop, goods.id).await]);

        // The report lapses by itself: twelve months after its day.
        let last = report.expires_on.expect("a last day");
        app.clock().set_day(last);
        let near = compliance(&retailer, goods.id).await;
        assert_eq!((near.ready, state_of(&near, Need::Test)), (true, NeedState::Expiring));
        app.clock().set_day(plus_days(last, 1));
        let late = compliance(&retailer, goods.id).await;
        assert_eq!((late.ready, state_of(&late, Need::Test)), (false, NeedState::Lapsed));
    }

    async fn a_product_that_is_not_public_has_no_papers_for_buyers(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let goods = app.product(&coop).create().await;
        let call = || Call::<GetCompliance>::new((goods.id,));
        refused(app.retailer("Siêu thị Xứ Lạng").await.send(call()).await, Code::NotFound);
        refused(other.send(call()).await, Code::NotFound);
        app.centre().send(call()).await.unwrap();
    }

    async fn a_claim_counts_while_a_verified_paper_backs_it(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).group("I.1.a").texts(|texts| texts.claims = vec![Claim::Vietgap]).published().create().await;
        let plain = app.product(&coop).group("I.1.a").texts(|texts| texts.claims = Vec::new()).published().create().await;
        let shown = |id: ProductId| {
            let visitor = app.anonymous();
            async move { visitor.send(Call::<GetProduct>::new((Key(id.to_string()),))).await.unwrap().texts.claims }
        };
        assert_eq!((claimed(&app, "vietgap").await, shown(goods.id).await), (0, vec![]));
        let paper = app.pending_paper(&coop, PaperKind::Vietgap, None).await;
        assert_eq!(claimed(&app, "vietgap").await, 0);
        let paper = app.verify(&paper).await;
        assert_eq!((claimed(&app, "vietgap").await, shown(goods.id).await), (1, vec![Claim::Vietgap]));
        // One about a product speaks for it, whatever its texts say.
        let own = app.paper(&coop, PaperKind::Organic, Some(plain.id)).await;
        assert_eq!((claimed(&app, "organic").await, shown(plain.id).await), (1, vec![Claim::Organic]));
        coop.send(Call::<RemovePaper>::new((own.id,))).await.unwrap();
        assert_eq!(claimed(&app, "organic").await, 0);

        let last = paper.expires_on.expect("a last day");
        app.clock().set_day(last);
        assert_eq!(claimed(&app, "vietgap").await, 1);
        app.clock().set_day(plus_days(last, 1));
        assert_eq!((claimed(&app, "vietgap").await, shown(goods.id).await), (0, vec![]));
    }

    async fn everybody_learns_of_public_papers_that_they_exist(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (goods, other) = (app.product(&coop).published().create().await, app.product(&coop).published().create().await);
        let public = |kind, product| PaperAdd { public: true, ..app.paper_of(kind, product) };
        for body in [public(PaperKind::Haccp, None), public(PaperKind::TestReport, Some(other.id)), app.paper_of(PaperKind::Award, None)] {
            let paper = coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap();
            app.verify(&paper).await;
        }
        coop.send(Call::<AddPaper>::new(()).body(&public(PaperKind::Brc, None))).await.unwrap();
        let answer = app.anonymous().raw(Request::get(&format!("/api/v1/products/{}", goods.id))).await;
        let product: Product = answer.json();
        assert_eq!(product.papers.iter().map(|paper| paper.kind).collect::<Vec<_>>(), [PaperKind::Haccp]);
        assert!(!answer.text().contains("/2026\""), "a number was told: {}", answer.text());
    }

    async fn the_audit_trail_names_each_step(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.paper(&coop, PaperKind::Haccp, None).await;
        coop.send(Call::<RemovePaper>::new((paper.id,))).await.unwrap();
        refused(coop.send(get(&paper)).await, Code::NotFound);
        let steps: Vec<String> = app.audit().await.into_iter().filter(|row| row.subject == "paper").map(|row| row.operation).collect();
        assert_eq!(steps, ["add_paper", "verify_paper", "remove_paper"]);
    }
}
