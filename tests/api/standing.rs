//! How an organisation stands: its data, phone sign-up, suspension and coming back.

use shared::{
    Call, ClientError, Code, FieldCode, Input, OrganisationId,
    catalogue::{CreateProduct, ListManagedProducts, ProductCreate},
    discovery::*,
    endpoint::Key,
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
        assert_eq!(fields(&problem), [("contact.phone", FieldCode::Format)]);
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
}
