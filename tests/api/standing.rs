//! How an organisation stands: its data, phone sign-up, suspension and coming back.

use shared::{
    Call, ClientError, Code, FieldCode, Input, OrganisationId,
    account::GetAccount,
    catalogue::{CreateProduct, ListManagedProducts, ProductCreate, SubmitProduct, WithdrawProduct},
    discovery::*,
    endpoint::{Key, Secret},
    identity::*,
    orders::*,
    producers::GetProducer,
};
use tests::*;

fn suspend(id: OrganisationId) -> Call<SuspendOrganisation> {
    Call::new((id,)).body(&Reason {
        reason: "Hàng giao không đúng giấy tờ".into(),
    })
}

fn reinstate(id: OrganisationId) -> Call<ReinstateOrganisation> {
    Call::new((id,))
}

fn close(id: OrganisationId) -> Call<CloseOrganisation> {
    Call::new((id,)).body(&Reason {
        reason: "Rời sàn theo đề nghị".into(),
    })
}

fn reopen(id: OrganisationId) -> Call<ReopenOrganisation> {
    Call::new((id,))
}

fn update(id: OrganisationId, body: &OrganisationUpdate, version: i64) -> Call<UpdateOrganisation> {
    Call::new((id,)).body(body).if_version(version)
}

fn unchanged() -> OrganisationUpdate {
    OrganisationUpdate {
        name: None,
        tax_code: None,
        producer_kind: None,
        commune_code: None,
        seat: None,
        contact: None,
    }
}

async fn register(app: &TestApp, body: &OrganisationRegister) -> Result<Organisation, ClientError> {
    let call = Call::<RegisterOrganisation>::new(()).body(body);
    app.anonymous().send(call).await
}

fn sign_in(login: &str, password: &str) -> Call<CreateSession> {
    Call::new(()).body(&SessionCreate {
        login: login.into(),
        password: password.into(),
    })
}

on_both_databases! {
    async fn a_person_without_an_email_signs_up_and_in_by_phone(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.contact.email = String::new();
        body.contact.phone = "+84 912 345 678".into();
        let organisation = register(&app, &body).await.unwrap();
        assert_eq!(organisation.contact.email, "");

        for login in ["0912345678", "0912 345 678", "+84912345678", "84 912.345.678"] {
            let session = app.anonymous().send(sign_in(login, &body.password)).await.unwrap();
            assert_eq!(session.user.login, "0912345678");
        }
        refused(app.anonymous().send(sign_in("0912 345 679", &body.password)).await, Code::WrongCredentials);

        let mut same = registration(&app, OrganisationKind::Retailer, "Siêu thị Xứ Lạng");
        same.contact.email = String::new();
        same.contact.phone = "0912.345.678".into();
        let problem = refused(register(&app, &same).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("contact.phone", FieldCode::Taken)]);
        // With an address, the number is only one to call.
        same.contact.email = "mua@example.com".into();
        register(&app, &same).await.unwrap();
    }

    async fn without_an_email_the_phone_must_be_vietnamese(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.contact.phone = "+1 202 555 0100".into();
        body.contact.email = " ".into();
        let problem = refused(register(&app, &body).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("contact.phone", FieldCode::Phone)]);
    }

    async fn guessing_at_one_phone_number_in_many_forms_is_counted_together(app: TestApp) {
        for _ in 0..5 {
            for form in ["0912 345 678", "+84912345678"] {
                refused(app.anonymous().send(sign_in(form, "a guess")).await, Code::WrongCredentials);
            }
        }
        refused(app.anonymous().send(sign_in("0912.345.678", "a guess")).await, Code::TooManyRequests);
    }

    async fn an_organisation_mends_its_data_and_asks_again(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lam").await;
        let id = coop.organisation_id();
        let resubmit = || Call::<ResubmitOrganisation>::new((id,));
        refused(coop.send(resubmit()).await, Code::WrongState);
        let reject = Call::<RejectOrganisation>::new((id,)).body(&Reason { reason: "Tên chưa đúng".into() });
        app.centre().send(reject).await.unwrap();

        let body = OrganisationUpdate {
            name: Some("HTX Bảo Lâm".into()),
            tax_code: Some(tax_code(app.next())),
            producer_kind: Some(ProducerKind::Group),
            ..unchanged()
        };
        let mended = coop.send(update(id, &body, 2)).await.unwrap();
        assert_eq!((mended.name.as_str(), mended.slug.as_str()), ("HTX Bảo Lâm", "htx-bao-lam"));
        assert_eq!(mended.status, OrganisationStatus::Rejected, "mending is not asking");
        refused(coop.send(update(id, &body, 2)).await, Code::PreconditionFailed);
        let waiting = coop.send(resubmit()).await.unwrap();
        assert_eq!(waiting.status, OrganisationStatus::Pending);
        assert_eq!(waiting.status_reason.as_deref(), Some("Tên chưa đúng"), "the centre compares");

        app.centre().send(Call::<VerifyOrganisation>::new((id,))).await.unwrap();
        let other = OrganisationUpdate { name: Some("HTX Khác".into()), ..unchanged() };
        refused(coop.send(update(id, &other, 5)).await, Code::WrongState);
        let contact = ContactInput { name: "Người mới".into(), ..ContactInput::example() };
        let call = update(id, &OrganisationUpdate { contact: Some(contact), name: Some("HTX Bảo Lâm".into()), ..unchanged() }, 5);
        assert_eq!(coop.send(call).await.unwrap().contact.name, "Người mới");
    }

    async fn a_tax_code_of_somebody_else_is_refused(app: TestApp) {
        let first = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let second = app.pending(OrganisationKind::Retailer, "Siêu thị Xứ Lạng").await;
        let body = OrganisationUpdate { tax_code: Some(first.session().organisation.tax_code), ..unchanged() };
        let problem = refused(second.send(update(second.organisation_id(), &body, 1)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("tax_code", FieldCode::Taken)]);
        let body = OrganisationUpdate { tax_code: Some("4900234560".into()), ..unchanged() };
        let problem = refused(second.send(update(second.organisation_id(), &body, 1)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("tax_code", FieldCode::CheckDigit)]);
        refused(first.send(update(second.organisation_id(), &unchanged(), 1)).await, Code::NotFound);
    }

    async fn a_suspended_producer_leaves_the_public_pages_and_comes_back(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(40).published().create().await;
        let id = coop.organisation_id();
        let find = || Call::<ListProducts>::new(());
        let show = || Call::<GetProduct>::new((Key(goods.slug.clone()),));
        assert_eq!(app.anonymous().send(find()).await.unwrap().items.len(), 1);

        let suspended = app.centre().send(suspend(id)).await.unwrap();

        assert_eq!(suspended.status, OrganisationStatus::Suspended);
        assert!(app.anonymous().send(find()).await.unwrap().items.is_empty());
        refused(app.anonymous().send(show()).await, Code::NotFound);
        refused(app.anonymous().send(Call::<GetProducer>::new((Key(id.to_string()),))).await, Code::NotFound);
        refused(app.centre().send(suspend(id)).await, Code::WrongState);

        app.centre().send(reinstate(id)).await.unwrap();
        assert_eq!(app.anonymous().send(find()).await.unwrap().items.len(), 1);
        app.anonymous().send(show()).await.unwrap();
        refused(app.centre().send(reinstate(id)).await, Code::WrongState);
    }

    async fn who_is_suspended_is_signed_out_reads_on_but_does_not_trade(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        app.centre().send(suspend(coop.organisation_id())).await.unwrap();
        for person in [&coop, &staff] {
            refused(person.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        }

        let back = coop.sign_in_again().await;
        let here = back.send(Call::<GetSession>::new(())).await.unwrap();
        assert_eq!(here.organisation.status_reason.as_deref(), Some("Hàng giao không đúng giấy tờ"));
        back.send(Call::<ListManagedProducts>::new(())).await.unwrap();
        let create = Call::<CreateProduct>::new(()).body(&ProductCreate::example());
        refused(back.send(create).await, Code::OrganisationSuspended);
    }

    async fn what_was_ordered_is_finished_while_suspended(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shop = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).stock(40).published().create().await;
        let body = PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 2, expected_case_price: None }],
            ..PurchasePlace::example()
        };
        let place = || Call::<PlacePurchase>::new(()).body(&body);
        let order = shop.send(place().idempotency_key("a")).await.unwrap().orders[0].id;
        app.centre().send(suspend(shop.organisation_id())).await.unwrap();
        let shop = shop.sign_in_again().await;

        refused(shop.send(place().idempotency_key("b")).await, Code::OrganisationSuspended);
        let cancel = Call::<CancelOrder>::new((order,)).body(&Reason { reason: "Đang tạm ngừng".into() });
        shop.send(cancel).await.unwrap();
    }

    async fn only_a_manager_of_the_centre_suspends_and_only_who_trades(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        refused(coop.send(suspend(id)).await, Code::Forbidden);
        refused(app.authority().send(suspend(id)).await, Code::Forbidden);
        refused(app.centre().send(suspend(OrganisationId::EXAMPLE)).await, Code::NotFound);
        refused(app.centre().send(suspend(app.centre().organisation_id())).await, Code::WrongState);
        refused(app.centre().send(suspend(app.authority().organisation_id())).await, Code::WrongState);
        let waiting = app.pending(OrganisationKind::Producer, "HTX Mẫu Sơn").await;
        refused(app.centre().send(suspend(waiting.organisation_id())).await, Code::WrongState);
        refused(app.centre().send(reinstate(id)).await, Code::WrongState);
    }

    async fn a_closed_organisation_leaves_the_market_and_its_people_only_read(app: TestApp) {
        let (coop, shop) = (app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xứ Lạng").await);
        let staff = coop.colleague(Role::Staff).await;
        let goods = app.product(&coop).stars(4).stock(40).published().create().await;
        let id = coop.organisation_id();
        let token = coop.invite("nguoi-moi@example.com", Role::Staff).await;
        let body = PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 2, expected_case_price: None }],
            ..PurchasePlace::example()
        };
        let place = Call::<PlacePurchase>::new(()).body(&body).idempotency_key("a");
        let order = shop.send(place).await.unwrap().orders[0].id;

        for trader in [id, shop.organisation_id()] {
            let problem = refused(app.centre().send(close(trader)).await, Code::WrongState);
            assert!(problem.detail.as_deref().is_some_and(|detail| detail.contains("còn 1 đơn hàng")), "{problem:?}");
        }
        coop.send(Call::<GetSession>::new(())).await.expect("nothing has happened");
        let cancel = Call::<CancelOrder>::new((order,)).body(&Reason { reason: "Đổi kế hoạch".into() });
        shop.send(cancel).await.unwrap();
        let closed = app.centre().send(close(id)).await.unwrap();

        assert_eq!((closed.status, closed.status_reason.as_deref()), (OrganisationStatus::Closed, Some("Rời sàn theo đề nghị")));
        assert!(app.anonymous().send(Call::<ListProducts>::new(())).await.unwrap().items.is_empty());
        refused(app.centre().send(close(id)).await, Code::WrongState);
        refused(app.anonymous().send(Call::<GetInvitation>::new((Secret::new(&token),))).await, Code::NotFound);
        for person in [&coop, &staff] {
            refused(person.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        }
        let back = coop.sign_in_again().await;
        back.send(Call::<ListManagedProducts>::new(())).await.expect("history stays");
        back.send(Call::<GetOrder>::new((order,))).await.expect("history stays");
        back.send(Call::<GetAccount>::new(())).await.expect("one's own account");
        let create = Call::<CreateProduct>::new(()).body(&ProductCreate::example());
        refused(back.send(create).await, Code::OrganisationClosed);
        refused(back.send(Call::<WithdrawProduct>::new((goods.id,))).await, Code::OrganisationClosed);
        refused(back.send(update(id, &unchanged(), closed.version)).await, Code::OrganisationClosed);
        assert!(app.audit().await.iter().any(|row| row.operation == "close_organisation" && row.subject_id == id.to_string()));

        let open = app.centre().send(reopen(id)).await.unwrap();
        assert_eq!((open.status, open.status_reason), (OrganisationStatus::Pending, None));
        refused(back.send(Call::<SubmitProduct>::new((goods.id,))).await, Code::OrganisationNotVerified);
        app.centre().send(Call::<VerifyOrganisation>::new((id,))).await.unwrap();
        assert_eq!(app.anonymous().send(Call::<ListProducts>::new(())).await.unwrap().items.len(), 1);
        refused(app.centre().send(reopen(id)).await, Code::WrongState);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn the_pages_of_a_closed_organisation_offer_what_can_be_read_and_no_work(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(5).published().create().await;
        let lot = goods.lot.as_ref().unwrap().id;
        app.centre().send(close(coop.organisation_id())).await.unwrap();
        let coop = coop.sign_in_again().await.by_cookie();
        let page = async |path: &str| {
            let answer = coop.raw(Request::get(path)).await;
            (answer.status, answer.text().to_owned())
        };

        let (_, desk) = page("/desk").await;
        assert!(desk.contains("liên hệ Trung tâm Xúc tiến") && desk.contains("href=\"/desk/products\""), "{desk}");
        assert!(!desk.contains("first-steps") && !desk.contains("/desk/stock/new"), "{desk}");
        for path in ["/desk/products", "/desk/stock", "/desk/papers", "/desk/listings", "/desk/people", "/desk/organisation"] {
            let (status, page) = page(path).await;
            assert!(status == 200 && page.contains("Đơn vị đã đóng"), "{path}: {page}");
            assert!(!page.contains("/new\"") && !page.contains("/desk/import"), "{path}: {page}");
        }
        for path in [format!("/desk/products/{}", goods.id), format!("/desk/stock/{lot}")] {
            let (status, page) = page(&path).await;
            assert!(status == 200 && !page.contains("method=\"post\""), "{path}: {page}");
        }
        for path in ["/desk/products/new", "/desk/stock/new", "/desk/papers/new", "/desk/listings/new", "/desk/import", "/desk/profile"] {
            let (status, page) = page(path).await;
            assert!(status == 403 && page.contains("Đơn vị đã đóng") && page.contains("mở lại đơn vị"), "{path}: {page}");
            assert!(!page.contains("method=\"post\""), "{path}: {page}");
        }
    }

    async fn only_a_manager_of_the_centre_closes_and_only_who_trades(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        for person in [&coop, &app.authority(), &app.centre().colleague(Role::Editor).await] {
            refused(person.send(close(id)).await, Code::Forbidden);
            refused(person.send(reopen(id)).await, Code::Forbidden);
        }
        refused(app.centre().send(close(OrganisationId::EXAMPLE)).await, Code::NotFound);
        refused(app.centre().send(close(app.authority().organisation_id())).await, Code::WrongState);
        let short = Call::<CloseOrganisation>::new((id,)).body(&Reason { reason: String::new() });
        let problem = refused(app.centre().send(short).await, Code::ValidationFailed);
        assert_eq!(fields(&problem)[0].0, "reason");
    }

    async fn the_centre_closes_an_organisation_on_its_page(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let page = format!("/desk/organisations/{}", coop.organisation_id());
        let centre = app.centre().by_cookie();
        let send = async |deed: &str, form: &'static str| {
            let request = Request::post(&format!("{page}/{deed}"));
            centre.raw(request.body("application/x-www-form-urlencoded", form)).await
        };
        let empty = send("close", "closing_reason=").await;
        assert_eq!(empty.status, 422);
        assert!(empty.text().contains("id=\"closing-reason\""), "{}", empty.text());

        let closed = send("close", "closing_reason=R%E1%BB%9Di+s%C3%A0n+theo+%C4%91%E1%BB%81+ngh%E1%BB%8B").await;
        assert_eq!(closed.status, 303, "{}", closed.text());
        let shown = centre.raw(Request::get(&page)).await;
        let shown = shown.text();
        assert!(shown.contains("Mở lại đơn vị") && shown.contains("Rời sàn theo đề nghị"), "{shown}");
        let desk = coop.sign_in_again().await.by_cookie().raw(Request::get("/desk")).await;
        let desk = desk.text();
        assert!(desk.contains("Đơn vị đã đóng: Rời sàn theo đề nghị"), "{desk}");

        assert_eq!(send("reopen", "").await.status, 303);
        assert!(centre.raw(Request::get(&page)).await.text().contains("Xác minh, cho giao dịch"));
    }
}
