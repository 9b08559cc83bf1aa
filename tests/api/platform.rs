//! What every operation has in common: problem documents, tags, keys, headers, the audit trail.

use serde_json::{Value, json};
use shared::{Call, Code, FieldCode, Lang, identity::*};
use std::collections::BTreeSet;
use tests::*;

fn organisations() -> Request {
    Request::post("/api/v1/organisations")
}

on_both_databases! {
    async fn answers_under_a_key_are_kept_sealed(app: TestApp) {
        use sea_orm::{ConnectionTrait, sea_query::Query};
        let body = registration(&app, shared::identity::OrganisationKind::Retailer, "Siêu thị Kín");
        let register = || Call::<shared::identity::RegisterOrganisation>::new(()).body(&body).idempotency_key("kin-1");
        let first = app.anonymous().raw_call(register()).await;
        let again = app.anonymous().raw_call(register()).await;
        assert_eq!((first.status, &first.body), (again.status, &again.body));
        let query = Query::select().column("body_sealed").from("idempotency_keys").to_owned();
        let rows = app.db().query_all(&query).await.unwrap();
        let sealed: Vec<Vec<u8>> = rows.iter().map(|row| row.try_get("", "body_sealed").unwrap()).collect();
        assert_eq!(sealed.len(), 1);
        let name = "Siêu thị Kín".as_bytes();
        assert!(!sealed[0].windows(name.len()).any(|part| part == name));
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn an_unknown_address_is_a_problem_document(app: TestApp) {
        for target in ["/api/v1/nowhere", "/api/v2/products", "/api/nowhere/at/all"] {
            let answer = app.anonymous().raw(Request::get(target)).await;
            let problem = answer.problem();
            assert_eq!((answer.status, problem.code), (404, Code::NotFound), "{target}");
            assert_eq!(problem.instance.as_deref(), Some(target));
        }
    }

    async fn a_wrong_method_is_a_problem_document_that_names_the_right_ones(app: TestApp) {
        let answer = app.anonymous().raw(Request::new("DELETE", "/api/v1/organisations")).await;

        assert_eq!((answer.status, answer.problem().code), (405, Code::MethodNotAllowed));
        let allowed: BTreeSet<&str> = answer.header("allow").split(',').collect();
        assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed:?}");
    }

    async fn an_id_that_is_none_is_not_found(app: TestApp) {
        let answer = app.centre().raw(Request::get("/api/v1/organisations/not-an-id")).await;

        assert_eq!(answer.problem().code, Code::NotFound);
    }

    async fn json_that_breaks_off_is_told_from_json_of_another_shape(app: TestApp) {
        let visitor = app.anonymous();
        let send = async |body: &str| {
            let request = Request::post("/api/v1/sessions").body("application/json", body.to_owned());
            visitor.raw(request).await.problem()
        };

        assert_eq!(send("{\"login\":").await.code, Code::MalformedBody);
        assert_eq!(send("").await.code, Code::MalformedBody);
        assert_eq!(send("{\"login\":\"a\",\"password\":\"b\"} tail").await.code, Code::MalformedBody);

        let missing = send("{\"login\":\"a\"}").await;
        assert_eq!(missing.code, Code::ValidationFailed);
        assert_eq!(fields(&missing), [("password", FieldCode::Required)]);
        let unknown = send("{\"login\":\"a\",\"password\":\"b\",\"remember\":true}").await;
        assert_eq!(fields(&unknown), [("remember", FieldCode::Unknown)]);
        let shape = send("{\"login\":7,\"password\":\"b\"}").await;
        assert_eq!(fields(&shape), [("login", FieldCode::Format)]);
    }

    async fn a_field_is_named_by_its_whole_path(app: TestApp) {
        let mut body = serde_json::to_value(registration(&app, OrganisationKind::Producer, "HTX")).unwrap();
        body["contact"].as_object_mut().unwrap().remove("phone");

        let problem = app.anonymous().raw(organisations().json(&body)).await.problem();

        assert_eq!(fields(&problem), [("contact.phone", FieldCode::Required)]);
    }

    async fn a_body_that_is_not_json_is_refused_by_its_type(app: TestApp) {
        let form = organisations().body("application/x-www-form-urlencoded", "name=x");
        let untyped = organisations().json(&json!({})).without("content-type");
        let charset = organisations().body("application/json; charset=utf-8", "{}");

        assert_eq!(app.anonymous().raw(form).await.problem().code, Code::UnsupportedMediaType);
        assert_eq!(app.anonymous().raw(untyped).await.problem().code, Code::UnsupportedMediaType);
        assert_eq!(app.anonymous().raw(charset).await.problem().code, Code::ValidationFailed);
    }

    async fn a_body_beyond_a_megabyte_is_refused(app: TestApp) {
        let body = format!("\"{}\"", "x".repeat(1024 * 1024));

        let answer = app.anonymous().raw(organisations().body("application/json", body)).await;

        assert_eq!((answer.status, answer.problem().code), (413, Code::BodyTooLarge));
    }

    async fn a_list_refuses_limits_and_cursors_that_are_none(app: TestApp) {
        let centre = app.centre();
        let problem = async |query: &str| {
            centre.raw(Request::get(&format!("/api/v1/organisations?{query}"))).await.problem()
        };

        assert_eq!(fields(&problem("limit=0").await), [("limit", FieldCode::TooSmall)]);
        assert_eq!(fields(&problem("limit=101").await), [("limit", FieldCode::TooLarge)]);
        assert_eq!(fields(&problem("limit=many").await), [("limit", FieldCode::Format)]);
        assert_eq!(fields(&problem("cursor=%F0%9F%8D%B5").await), [("cursor", FieldCode::Format)]);
        assert_eq!(fields(&problem("cursor=Zm9v").await), [("cursor", FieldCode::Format)]);
        assert_eq!(fields(&problem("colour=red").await), [("colour", FieldCode::Unknown)]);
        assert_eq!(fields(&problem("kind=florist").await), [("kind", FieldCode::Unknown)]);
    }

    async fn pages_follow_each_other_without_gap_or_repetition(app: TestApp) {
        for number in 0..5 {
            app.pending(OrganisationKind::Producer, &format!("HTX số {number}")).await;
        }
        let (mut names, mut cursor) = (Vec::new(), None);
        loop {
            let filter = OrganisationFilter {
                kind: Some(OrganisationKind::Producer),
                limit: Some(2),
                cursor,
                ..OrganisationFilter::default()
            };
            let page = app.centre().send(Call::<ListOrganisations>::new(()).query(&filter)).await.unwrap();
            assert!(page.items.len() <= 2);
            names.extend(page.items.into_iter().map(|organisation| organisation.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(names, ["HTX số 0", "HTX số 1", "HTX số 2", "HTX số 3", "HTX số 4"]);
    }

    async fn what_has_not_changed_is_not_sent_twice(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let get = || Request::get(&format!("/api/v1/organisations/{}", coop.organisation_id()));
        let first = coop.raw(get()).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");

        let again = coop.raw(get().header("if-none-match", &tag)).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
        let weak = coop.raw(get().header("if-none-match", &format!("\"other\", W/{tag}"))).await;
        assert_eq!(weak.status, 304);
        let other = coop.raw(get().header("if-none-match", "\"other\"")).await;
        assert_eq!((other.status, &other.body), (200, &first.body));
    }

    async fn a_replay_is_the_same_to_the_byte_and_has_one_effect(app: TestApp) {
        let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        let call = Call::<RegisterOrganisation>::new(()).body(&body).idempotency_key("sign-up-1");

        let first = app.anonymous().raw_call(call.clone()).await;
        app.clock().advance_days(29);
        let second = app.anonymous().raw_call(call).await;

        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.body, second.body);
        assert_eq!(first.header("etag"), second.header("etag"));
        assert_eq!((first.header("idempotent-replayed"), second.header("idempotent-replayed")), ("", "true"));
        assert_eq!(registered(&app).await, 1);
    }

    async fn a_key_serves_one_body_only(app: TestApp) {
        let call = |name: &str| {
            let body = registration(&app, OrganisationKind::Producer, name);
            Call::<RegisterOrganisation>::new(()).body(&body).idempotency_key("sign-up-1")
        };
        app.anonymous().send(call("HTX Bảo Lâm")).await.unwrap();

        let other = app.anonymous().send(call("HTX Mẫu Sơn")).await;

        refused(other, Code::IdempotencyKeyReused);
        assert_eq!(registered(&app).await, 1);
    }

    async fn a_key_with_blanks_or_without_end_is_refused(app: TestApp) {
        for key in ["two words", &"k".repeat(256)] {
            let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
            let answer = app.anonymous().raw(organisations().json(&body).header("idempotency-key", key)).await;
            assert_eq!(answer.problem().code, Code::MalformedRequest, "{key}");
        }
    }

    async fn a_refused_request_leaves_its_key_free(app: TestApp) {
        let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        let mut wrong = body.clone();
        wrong.commune_code = Some("99999".into());
        let call = |body| Call::<RegisterOrganisation>::new(()).body(body).idempotency_key("sign-up-1");

        refused(app.anonymous().send(call(&wrong)).await, Code::ValidationFailed);

        app.anonymous().send(call(&body)).await.unwrap();
    }

    async fn sixteen_identical_requests_at_once_have_one_effect(app: TestApp) {
        let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        let call = Call::<RegisterOrganisation>::new(()).body(&body).idempotency_key("sign-up-1");

        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let (visitor, call) = (app.anonymous(), call.clone());
                tokio::spawn(async move { visitor.raw_call(call).await })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }

        let (done, busy): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
        for answer in &busy {
            assert_eq!(answer.problem().code, Code::IdempotencyInFlight);
            assert!(!answer.header("retry-after").is_empty());
        }
        let first = done.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).count();
        assert_eq!(first, 1, "one did it, the others were told of it");
        assert!(done.iter().all(|answer| answer.body == done[0].body));
        assert_eq!(registered(&app).await, 1);
    }

    async fn every_answer_carries_a_request_id_of_the_servers_own(app: TestApp) {
        let visitor = app.anonymous();
        let mut ids = BTreeSet::new();
        for target in ["/healthz", "/api/v1/sessions/current", "/api/openapi.json"] {
            let answer = visitor.raw(Request::get(target).header("x-request-id", "mine")).await;
            let id = answer.header("x-request-id").to_owned();
            assert!(id.len() == 32 && id != "mine", "{target}: {id}");
            if answer.status == 401 {
                assert_eq!(answer.problem().request_id, id);
            }
            ids.insert(id);
        }
        assert_eq!(ids.len(), 3);
    }

    async fn answers_tell_browsers_to_be_careful(app: TestApp) {
        for target in ["/healthz", "/api/v1/sessions/current", "/api/docs"] {
            let answer = app.anonymous().raw(Request::get(target)).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{target}");
            }
            assert!(answer.header("permissions-policy").contains("geolocation=()"), "{target}");
            // Plain HTTP on a local address: nothing to insist on.
            assert_eq!(answer.header("strict-transport-security"), "");
        }
        let page = app.anonymous().raw(Request::get("/healthz")).await;
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(!page.header("content-security-policy").contains("unsafe-inline"));
    }

    async fn problems_are_never_stored_by_caches(app: TestApp) {
        let answer = app.anonymous().raw(Request::get("/api/v1/sessions/current")).await;

        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }

    async fn problems_speak_the_callers_language(app: TestApp) {
        let get = || Request::get("/api/v1/sessions/current");
        let title = async |language: &str| {
            let answer = app.anonymous().raw(get().header("accept-language", language)).await;
            (answer.problem().title, answer.header("content-language").to_owned())
        };
        let said = |lang: Lang| (Code::Unauthenticated.title(lang).to_owned(), lang.to_string());

        assert_eq!(title("vi-VN,vi;q=0.9,en;q=0.8").await, said(Lang::Vi));
        assert_eq!(title("fr, en-GB;q=0.7, vi;q=0.3").await, said(Lang::En));
        assert_eq!(title("ja").await, said(Lang::Vi));
    }

    async fn every_write_leaves_a_line_in_the_audit_trail(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let centre = app.centre();

        let line = app.audit().await.into_iter().find(|line| line.operation == "verify_organisation").unwrap();

        assert_eq!((line.subject.as_str(), line.subject_id), ("organisation", coop.organisation_id().to_string()));
        assert_eq!(line.organisation_id, Some(centre.organisation_id()));
        assert_eq!(line.user_id, Some(centre.session().user.id));
        assert_eq!(line.at, app.clock().now());
        assert!(line.request_id.is_some());
    }

    async fn the_audit_trail_hides_the_last_part_of_an_address(app: TestApp) {
        let body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        let request = organisations().json(&body).from_address("203.0.113.77");

        assert_eq!(app.anonymous().raw(request).await.status, 201);

        let line = app.audit().await.into_iter().find(|line| line.operation == "register_organisation").unwrap();
        assert_eq!(line.address.as_deref(), Some("203.0.113.0"));
    }

    async fn a_refused_write_leaves_no_line(app: TestApp) {
        let before = app.audit().await.len();
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.commune_code = Some("99999".into());

        refused(app.anonymous().send(Call::<RegisterOrganisation>::new(()).body(&body)).await, Code::ValidationFailed);

        assert_eq!(app.audit().await.len(), before);
    }

    async fn a_server_that_works_says_so(app: TestApp) {
        let health = app.anonymous().raw(Request::get("/healthz")).await;
        let ready = app.anonymous().raw(Request::get("/readyz")).await;

        assert_eq!((health.status, health.text()), (200, "ok\n"));
        assert_eq!((ready.status, ready.text()), (200, "database: ok\nmigrations: ok\n"));
    }

    async fn answers_are_compressed_for_who_can_read_them(app: TestApp) {
        let get = || Request::get("/api/openapi.json");
        let plain = app.anonymous().raw(get()).await;
        for coding in ["br", "gzip"] {
            let answer = app.anonymous().raw(get().header("accept-encoding", coding)).await;
            assert_eq!(answer.header("content-encoding"), coding);
            assert!(answer.body.len() * 4 < plain.body.len(), "{coding}: {}", answer.body.len());
            assert!(answer.header("vary").contains("accept-encoding"));
        }
        assert_eq!(plain.json::<Value>()["openapi"], "3.1.0");
    }
}

/// How many producers there are.
async fn registered(app: &TestApp) -> usize {
    let filter = OrganisationFilter {
        kind: Some(OrganisationKind::Producer),
        ..OrganisationFilter::default()
    };
    let call = Call::<ListOrganisations>::new(()).query(&filter);
    app.centre().send(call).await.unwrap().items.len()
}
