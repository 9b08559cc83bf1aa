//! Organisations, their people and their sessions.

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::Value;
use shared::{Call, ClientError, Code, FieldCode, OrganisationId, identity::*};
use tests::*;

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

fn refresh(token: &str) -> Call<RefreshSession> {
    Call::new(()).body(&SessionRefresh {
        refresh_token: token.into(),
    })
}

fn verify(id: OrganisationId) -> Call<VerifyOrganisation> {
    Call::new((id,))
}

fn reject(id: OrganisationId) -> Call<RejectOrganisation> {
    Call::new((id,)).body(&Reason {
        reason: "Thiếu giấy đăng ký kinh doanh".into(),
    })
}

fn current() -> Request {
    Request::get("/api/v1/sessions/current")
}

on_both_databases! {
    async fn a_sign_up_names_every_field_that_is_wrong(app: TestApp) {
        let body = OrganisationRegister {
            kind: OrganisationKind::Centre,
            producer_kind: None,
            name: "  x ".into(),
            tax_code: "4900234560".into(),
            commune_code: Some("646".into()),
            seat: None,
            contact: shared::identity::ContactInput { name: " ".into(), phone: "call me".into(), email: "nobody".into() },
            public_contact: None,
            password: "short".into(),
            consent: false,
        };

        let problem = refused(register(&app, &body).await, Code::ValidationFailed);

        assert_eq!(
            fields(&problem),
            [
                ("commune_code", FieldCode::Format),
                ("consent", FieldCode::Consent),
                ("contact.email", FieldCode::Email),
                ("contact.name", FieldCode::TooShort),
                ("contact.phone", FieldCode::Phone),
                ("kind", FieldCode::Unknown),
                ("name", FieldCode::TooShort),
                ("password", FieldCode::TooShort),
                ("tax_code", FieldCode::CheckDigit),
            ]
        );
        assert!(problem.fields.iter().all(|field| !field.message.is_empty()));
    }

    async fn nobody_is_reached_at_a_number_that_no_network_has(app: TestApp) {
        let sign_up = async |phone: &str| {
            let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
            body.contact.phone = phone.into();
            register(&app, &body).await
        };
        for phone in ["0000000000", "0412 000 999", "+84 000 000 000", "0205 000 099"] {
            let problem = refused(sign_up(phone).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("contact.phone", FieldCode::Phone)], "{phone}");
        }
        for phone in ["0912 000 999", "0205 000 0999", "1900 1234", "+1 202 555 0100"] {
            assert!(sign_up(phone).await.is_ok(), "{phone}");
        }
    }

    async fn a_producer_says_what_kind_it_is(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.producer_kind = None;

        let problem = refused(register(&app, &body).await, Code::ValidationFailed);

        assert_eq!(fields(&problem), [("producer_kind", FieldCode::Required)]);
    }

    async fn nobody_signs_up_as_the_centre_or_an_authority(app: TestApp) {
        for kind in [OrganisationKind::Centre, OrganisationKind::Authority] {
            let body = registration(&app, kind, "Trung tâm giả");
            let problem = refused(register(&app, &body).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("kind", FieldCode::Unknown)]);
        }
    }

    async fn a_commune_must_be_one_of_the_province(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.commune_code = Some("99999".into());

        let problem = refused(register(&app, &body).await, Code::ValidationFailed);

        assert_eq!(fields(&problem), [("commune_code", FieldCode::Unknown)]);
    }

    async fn a_tax_code_and_a_login_belong_to_one(app: TestApp) {
        let first = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        register(&app, &first).await.unwrap();

        let mut same_code = registration(&app, OrganisationKind::Producer, "HTX Mẫu Sơn");
        same_code.tax_code.clone_from(&first.tax_code);
        let problem = refused(register(&app, &same_code).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("tax_code", FieldCode::Taken)]);

        let mut same_login = registration(&app, OrganisationKind::Producer, "HTX Mẫu Sơn");
        same_login.contact.email = first.contact.email.to_uppercase();
        let problem = refused(register(&app, &same_login).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("contact.email", FieldCode::Taken)]);
    }

    async fn organisations_of_one_name_have_addresses_of_their_own(app: TestApp) {
        let first = app.pending(OrganisationKind::Producer, "HTX Hồng Bảo Lâm").await;
        let second = app.pending(OrganisationKind::Producer, "HTX Hồng Bảo Lâm").await;

        let (first, second) = (first.session().organisation.slug, second.session().organisation.slug);

        assert_eq!(first, "htx-hong-bao-lam");
        assert!(second.starts_with("htx-hong-bao-lam-"), "{second}");
    }

    async fn without_consent_nothing_is_kept(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.consent = false;
        let problem = refused(register(&app, &body).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("consent", FieldCode::Consent)]);
        assert_eq!(consents(&app).await, 0);

        body.consent = true;
        register(&app, &body).await.unwrap();
        assert_eq!(consents(&app).await, 1);
    }

    async fn a_consent_is_never_assumed(app: TestApp) {
        let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        let mut body = serde_json::to_value(body).unwrap();
        body.as_object_mut().unwrap().remove("consent");

        let problem = app.anonymous().raw(Request::post("/api/v1/organisations").json(&body)).await.problem();

        assert_eq!(fields(&problem), [("consent", FieldCode::Required)]);
    }

    async fn many_sign_ups_from_one_address_have_to_wait(app: TestApp) {
        let from = async |address: &str| {
            let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
            let request = Request::post("/api/v1/organisations").json(&body).from_address(address);
            app.anonymous().raw(request).await
        };
        for _ in 0..20 {
            assert_eq!(from("203.0.113.7").await.status, 201);
        }

        let refused = from("203.0.113.7").await;

        assert_eq!(refused.problem().code, Code::TooManyRequests);
        assert!(refused.header("retry-after").parse::<u32>().unwrap() <= 900);
        assert_eq!(from("198.51.100.7").await.status, 201);
        app.clock().advance_seconds(15 * 60);
        assert_eq!(from("203.0.113.7").await.status, 201);
    }

    async fn a_wrong_password_and_an_unknown_login_are_the_same_answer(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let answer = async |login: &str| {
            let answer = app.anonymous().raw_call(sign_in(login, "not the password")).await;
            let mut body: Value = answer.json();
            body.as_object_mut().unwrap().remove("request_id");
            let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort_unstable();
            (answer.status, body, headers)
        };

        let wrong = answer(&coop.login()).await;

        assert_eq!(wrong.0, 401);
        assert_eq!(wrong.1["code"], Code::WrongCredentials.as_str());
        assert_eq!(wrong, answer("nobody@example.com").await);
    }

    async fn a_login_is_found_whatever_its_capitals(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let login = format!(" {} ", coop.login().to_uppercase());

        let session = app.anonymous().send(sign_in(&login, &coop.password())).await.unwrap();

        assert_eq!(session.organisation.id, coop.organisation_id());
        assert_eq!(session.role, Role::Manager);
    }

    async fn guessing_has_to_wait(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for _ in 0..10 {
            refused(app.anonymous().send(sign_in(&coop.login(), "a guess")).await, Code::WrongCredentials);
        }

        let answer = app.anonymous().raw_call(sign_in(&coop.login(), &coop.password())).await;
        assert_eq!(answer.problem().code, Code::TooManyRequests, "even the right password");
        assert!(answer.header("retry-after").parse::<u32>().unwrap() <= 900);
        let other = app.retailer("Siêu thị Xứ Lạng").await;
        app.anonymous().send(sign_in(&other.login(), &other.password())).await.unwrap();

        app.clock().advance_seconds(15 * 60);
        app.anonymous().send(sign_in(&coop.login(), &coop.password())).await.unwrap();
    }

    async fn a_refresh_gives_the_next_pair_and_ends_the_last(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let before = coop.session();

        let after = app.anonymous().send(refresh(&before.refresh_token)).await.unwrap();

        assert_eq!(after.id, before.id);
        assert_ne!(after.access_token, before.access_token);
        assert_ne!(after.refresh_token, before.refresh_token);
        assert_eq!(with_token(&app, &before.access_token).await, Some(Code::SessionEnded));
        assert_eq!(with_token(&app, &after.access_token).await, None);
    }

    async fn a_refresh_token_used_twice_ends_the_session(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let stolen = coop.session().refresh_token;
        let after = app.anonymous().send(refresh(&stolen)).await.unwrap();

        refused(app.anonymous().send(refresh(&stolen)).await, Code::SessionEnded);

        assert_eq!(with_token(&app, &after.access_token).await, Some(Code::SessionEnded));
        refused(app.anonymous().send(refresh(&after.refresh_token)).await, Code::SessionEnded);
        let by_cookie = coop.by_cookie().raw(current()).await;
        assert_eq!(by_cookie.problem().code, Code::Unauthenticated, "its cookie has ended too");
    }

    async fn one_refresh_token_serves_one_of_many_at_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let token = coop.session().refresh_token;

        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (visitor, call) = (app.anonymous(), refresh(&token));
                tokio::spawn(async move { visitor.send(call).await })
            })
            .collect();
        let mut done = Vec::new();
        for task in tasks {
            done.extend(task.await.unwrap());
        }

        assert!(done.len() <= 1, "{} pairs from one token", done.len());
    }

    async fn an_access_token_lasts_a_quarter_of_an_hour(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let session = coop.session();
        assert_eq!(session.expires_at, app.clock().now().plus_seconds(15 * 60));

        app.clock().set(session.expires_at.plus_seconds(-1));
        assert_eq!(with_token(&app, &session.access_token).await, None);
        app.clock().set(session.expires_at);
        assert_eq!(with_token(&app, &session.access_token).await, Some(Code::SessionEnded));
    }

    async fn a_session_that_nobody_refreshes_ends_after_thirty_days(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;

        app.clock().advance_days(30);

        refused(app.anonymous().send(refresh(&coop.session().refresh_token)).await, Code::SessionEnded);
        assert_eq!(coop.by_cookie().raw(current()).await.problem().code, Code::Unauthenticated);
    }

    async fn a_browser_signs_in_with_a_cookie_that_scripts_cannot_read(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let answer = app.anonymous().raw_call(sign_in(&coop.login(), &coop.password())).await;

        let cookie = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
            assert!(cookie.split("; ").any(|one| one == part), "{part} is not in {cookie}");
        }
        let value = answer.cookie("ocop_session").unwrap();
        assert!(!answer.text().contains(&value), "the cookie's secret is in no body");
        let session = app.anonymous().raw(current().header("cookie", &format!("a=b; ocop_session={value}"))).await;
        assert_eq!(session.json::<CurrentSession>().organisation.id, coop.organisation_id());
    }

    async fn a_stale_cookie_makes_a_visitor_and_a_stale_token_is_refused(app: TestApp) {
        let stale = current().header("cookie", "ocop_session=stale");
        assert_eq!(app.anonymous().raw(stale).await.problem().code, Code::Unauthenticated);
        assert_eq!(with_token(&app, "stale").await, Some(Code::SessionEnded));
        let basic = current().header("authorization", "Basic YTpi");
        assert_eq!(app.anonymous().raw(basic).await.problem().code, Code::SessionEnded);
    }

    async fn a_change_by_cookie_must_come_from_our_own_pages(app: TestApp) {
        let end = || Request::new("DELETE", "/api/v1/sessions/current").header("host", "market.example");
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();

        for foreign in [
            end().header("sec-fetch-site", "cross-site"),
            end().header("sec-fetch-site", "same-site"),
            end().header("origin", "https://evil.example"),
            end().header("origin", "null"),
            end().header("origin", "https://market.example.evil.example"),
        ] {
            let answer = coop.raw(foreign).await;
            assert_eq!((answer.status, answer.problem().code), (403, Code::CrossSite));
        }
        assert_eq!(coop.raw(current().header("sec-fetch-site", "cross-site")).await.status, 200, "reading is safe");
        for own in [
            end().header("sec-fetch-site", "same-origin"),
            end().header("origin", "http://market.example"),
        ] {
            assert_eq!(coop.sign_in_again().await.raw(own).await.status, 204);
        }
    }

    async fn a_change_by_token_may_come_from_anywhere(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let end = Request::new("DELETE", "/api/v1/sessions/current").header("origin", "https://app.example");

        assert_eq!(coop.raw(end).await.status, 204);
    }

    async fn signing_out_ends_token_and_cookie_of_this_device_only(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other_device = coop.sign_in_again().await;

        let answer = coop.raw_call(Call::<DeleteSession>::new(())).await;

        assert_eq!((answer.status, answer.cookie("ocop_session").as_deref()), (204, Some("")));
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        refused(coop.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        assert_eq!(coop.by_cookie().raw(current()).await.status, 401);
        refused(app.anonymous().send(refresh(&coop.session().refresh_token)).await, Code::SessionEnded);
        other_device.send(Call::<GetSession>::new(())).await.unwrap();
    }

    async fn the_centre_verifies_who_waits(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        assert_eq!(coop.session().organisation.status, OrganisationStatus::Pending);

        let verified = app.centre().send(verify(id)).await.unwrap();

        assert_eq!((verified.status, verified.version), (OrganisationStatus::Verified, 2));
        let seen = coop.send(Call::<GetOrganisation>::new((id,))).await.unwrap();
        assert_eq!(seen, verified);
        let problem = refused(app.centre().send(verify(id)).await, Code::WrongState);
        assert!(problem.detail.unwrap().contains("đã xác minh"));
        refused(app.centre().send(reject(id)).await, Code::WrongState);
    }

    async fn who_is_rejected_reads_why_and_may_be_verified_later(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let id = coop.organisation_id();

        app.centre().send(reject(id)).await.unwrap();

        let seen = coop.send(Call::<GetOrganisation>::new((id,))).await.unwrap();
        assert_eq!(seen.status, OrganisationStatus::Rejected);
        assert_eq!(seen.status_reason.as_deref(), Some("Thiếu giấy đăng ký kinh doanh"));
        let verified = app.centre().send(verify(id)).await.unwrap();
        assert_eq!((verified.status, verified.status_reason), (OrganisationStatus::Verified, None));
    }

    async fn a_page_that_was_open_meanwhile_does_not_overturn_a_rejection(app: TestApp) {
        let id = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await.organisation_id();
        let path = format!("/desk/organisations/{id}");
        let centre = app.centre().by_cookie();
        let version = crate::pages::field(centre.raw(Request::get(&path)).await.text(), "version");
        app.centre().send(reject(id)).await.unwrap();

        let stale = crate::pages::post(&centre, &format!("{path}/verify"), &[("version", &version)]).await;

        assert_eq!(stale.status, 412);
        let now = centre.send(Call::<GetOrganisation>::new((id,))).await.unwrap();
        assert_eq!(now.status, OrganisationStatus::Rejected);
        let fresh = crate::pages::field(centre.raw(Request::get(&path)).await.text(), "version");
        assert_eq!(crate::pages::post(&centre, &format!("{path}/verify"), &[("version", &fresh)]).await.status, 303);
    }

    async fn a_rejection_needs_a_reason(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let call = Call::<RejectOrganisation>::new((coop.organisation_id(),)).body(&Reason { reason: "  ".into() });

        let problem = refused(app.centre().send(call).await, Code::ValidationFailed);

        assert_eq!(fields(&problem), [("reason", FieldCode::TooShort)]);
    }

    async fn of_two_decisions_at_once_one_wins(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let (id, centre) = (coop.organisation_id(), app.centre());

        let (yes, no) = tokio::join!(centre.send(verify(id)), centre.send(reject(id)));

        match (yes, no) {
            // Rejected first, then verified: two decisions in a row.
            (Ok(verified), Ok(rejected)) => assert!(rejected.version < verified.version),
            (Ok(_), no) => drop(refused(no, Code::WrongState)),
            (yes, _) => drop(refused(yes, Code::WrongState)),
        }
    }

    async fn only_the_centre_decides(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let id = coop.organisation_id();

        refused(coop.send(verify(id)).await, Code::Forbidden);
        refused(app.authority().send(verify(id)).await, Code::Forbidden);
        refused(app.retailer("Siêu thị Xứ Lạng").await.send(reject(id)).await, Code::Forbidden);
        refused(app.anonymous().send(verify(id)).await, Code::Unauthenticated);
        refused(app.centre().send(verify(OrganisationId::EXAMPLE)).await, Code::NotFound);
    }

    async fn a_stranger_must_not_learn_that_an_organisation_exists(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let get = |id| Call::<GetOrganisation>::new((id,));

        let hidden = refused(retailer.send(get(coop.organisation_id())).await, Code::NotFound);
        let missing = refused(retailer.send(get(OrganisationId::EXAMPLE)).await, Code::NotFound);

        assert_eq!((hidden.detail, hidden.title), (missing.detail, missing.title));
        app.authority().send(get(coop.organisation_id())).await.unwrap();
        app.centre().send(get(coop.organisation_id())).await.unwrap();
        refused(app.anonymous().send(get(coop.organisation_id())).await, Code::Unauthenticated);
    }

    async fn the_centre_finds_organisations_with_and_without_marks(app: TestApp) {
        app.cooperative("HTX Đình Lập").await;
        app.pending(OrganisationKind::Producer, "HTX Bảo Lâm 100%").await;
        app.retailer("Siêu thị Xứ Lạng").await;
        let found = async |filter: OrganisationFilter| {
            let call = Call::<ListOrganisations>::new(()).query(&filter);
            let page = app.centre().send(call).await.unwrap();
            page.items.into_iter().map(|organisation| organisation.name).collect::<Vec<_>>()
        };
        let by_words = async |words: &str| {
            found(OrganisationFilter { q: Some(words.into()), ..OrganisationFilter::default() }).await
        };

        assert_eq!(by_words("dinh lap").await, ["HTX Đình Lập"]);
        assert_eq!(by_words("BẢO LÂM").await, ["HTX Bảo Lâm 100%"]);
        assert_eq!(by_words("lam 1").await, ["HTX Bảo Lâm 100%"]);
        assert_eq!(by_words("ao lam").await, [""; 0], "words are found by how they begin");
        assert_eq!(by_words("%").await, ["HTX Bảo Lâm 100%"]);
        assert_eq!(by_words("_").await, [""; 0]);
        let waiting = OrganisationFilter { status: Some(OrganisationStatus::Pending), ..OrganisationFilter::default() };
        assert_eq!(found(waiting).await, ["HTX Bảo Lâm 100%"]);
        let retailers = OrganisationFilter { kind: Some(OrganisationKind::Retailer), ..OrganisationFilter::default() };
        assert_eq!(found(retailers).await, ["Siêu thị Xứ Lạng"]);
    }

    async fn organisations_are_listed_for_the_centre_and_the_authority_alone(app: TestApp) {
        let list = || Call::<ListOrganisations>::new(());

        app.authority().send(list()).await.unwrap();
        refused(app.cooperative("HTX Bảo Lâm").await.send(list()).await, Code::Forbidden);
        refused(app.anonymous().send(list()).await, Code::Unauthenticated);
    }
}

/// What the market says to this access token: nothing where it is good.
async fn with_token(app: &TestApp, token: &str) -> Option<Code> {
    let answer = app
        .anonymous()
        .raw(current().header("authorization", &format!("Bearer {token}")))
        .await;
    (answer.status != 200).then(|| answer.problem().code)
}

/// How many consents were recorded at all: each person sees their own in `get_account`.
async fn consents(app: &TestApp) -> i64 {
    let query = Query::select()
        .expr_as(Expr::col("id").count(), "number")
        .from("consents")
        .to_owned();
    let row = app.db().query_one(&query).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}
