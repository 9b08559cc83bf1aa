//! What docs/SECURITY.md promises of answers, cookies, changes and files.

use crate::pages::post;
use shared::{Call, Code, Method, identity::*};
use tests::*;

/// Nobody's password.
const WRONG: &str = "mat-khau-go-nham";

/// The policies that answers come with.
const OF_PAGES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
const OF_DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Every address of a page, with rows of this market in it.
fn addresses(goods: &Goods, coop: &Person) -> Vec<String> {
    let fill = |pattern: &str| {
        let pieces = pattern.split('/').scan("", |before, piece| {
            let filled = match (*before, piece.starts_with('{')) {
                (_, false) => piece.to_owned(),
                ("producers", true) => coop.organisation_id().to_string(),
                ("products", true) if pattern.starts_with("/desk") => goods.id.to_string(),
                ("products", true) => goods.slug.clone(),
                ("stars", true) => "4".to_owned(),
                _ => goods.id.to_string(),
            };
            *before = piece;
            Some(filled)
        });
        pieces.collect::<Vec<_>>().join("/")
    };
    let mut all: Vec<String> = server::pages::addresses().into_iter().map(fill).collect();
    let english: Vec<String> = all
        .iter()
        .map(|path| format!("/en{}", path.trim_end_matches('/')))
        .collect();
    all.extend(english);
    all.extend(["/nowhere", "/api/docs", "/assets/nothing.js", "/healthz"].map(str::to_owned));
    all
}

/// What of a page a strict policy would stop: code or style between its tags.
fn inline(page: &str) -> Vec<String> {
    let tags = page.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter(|tag| {
        let handler = tag.split_ascii_whitespace().skip(1).any(|word| {
            word.split_once('=').is_some_and(|(name, _)| {
                name.starts_with("on") && name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_lowercase())
            })
        });
        let script =
            tag.starts_with("script") && !tag.contains("src=") && !tag.contains("application/ld+json");
        handler
            || script
            || tag.contains(" style=")
            || tag.starts_with("style")
            || tag.contains("javascript:")
    })
    .map(str::to_owned)
    .collect()
}

on_both_databases! {
    async fn every_page_keeps_to_a_strict_policy(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(9).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let people = [app.anonymous(), coop.by_cookie(), buyer.by_cookie(), app.centre().by_cookie(), app.authority().by_cookie()];
        let (mut shown, mut with_islands) = (0, 0);
        for target in addresses(&goods, &coop) {
            for person in &people {
                let answer = person.raw(Request::get(&target)).await;
                let policy = answer.header("content-security-policy");
                let page = String::from_utf8_lossy(&answer.body);
                if answer.header("content-disposition").starts_with("attachment") {
                    assert_eq!(policy, "default-src 'none'; sandbox", "{target}");
                    continue;
                }
                if page.contains("<leptos-island") {
                    // Compiling the islands' module takes this one word; it allows no JavaScript out of text.
                    assert_eq!(policy, OF_PAGES.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"), "{target}");
                    with_islands += 1;
                } else {
                    assert_eq!(policy, OF_PAGES, "{target}");
                }
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{target}");
                if answer.status == 200 {
                    assert_eq!(inline(&page), [""; 0], "{target}");
                    shown += 1;
                }
            }
        }
        assert!(shown > 100 && with_islands > 10, "{shown} pages, {with_islands} with islands");
    }

    async fn answers_of_the_api_could_do_nothing_were_they_shown(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for target in ["/api/v1/products", "/api/v1/sessions/current", "/api/v1/nothing", "/api/openapi.json"] {
            for person in [app.anonymous(), coop.clone()] {
                let answer = person.raw(Request::get(target)).await;
                assert_eq!(answer.header("content-security-policy"), OF_DATA, "{target}");
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{target}");
            }
        }
        let table = coop.raw(Request::get("/api/v1/exports/products")).await;
        assert_eq!(table.header("content-security-policy"), "default-src 'none'; sandbox");
        assert!(table.header("content-disposition").starts_with("attachment"));
    }

    async fn an_uploaded_picture_is_pixels_and_nothing_else(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let photos = format!("/api/v1/producers/{}/photos", coop.organisation_id());
        let send = async |bytes: &[u8], kind: &str| coop.raw(Request::post(&photos).file("anh.html", kind, bytes)).await;
        for bytes in [&b"<html><script>alert(1)</script></html>"[..], b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", b"GIF89a<script>"] {
            let refused = send(bytes, "text/html").await;
            assert_eq!(refused.status, 422, "{}", refused.text());
        }

        let mut bytes = include_bytes!("../fixtures/persimmons.jpg").to_vec();
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let stored = send(&bytes, "text/html").await;
        assert_eq!(stored.status, 201, "{}", stored.text());

        let view: serde_json::Value = stored.json();
        let text = view.to_string();
        let (_, rest) = text.split_once("/media/").expect("an address");
        let name = rest.split('"').next().unwrap();
        let picture = app.anonymous().raw(Request::get(&format!("/media/{name}"))).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/webp"));
        assert_eq!(picture.header("content-disposition"), "inline");
        assert_eq!(picture.header("x-content-type-options"), "nosniff");
        assert_eq!(picture.header("content-security-policy"), OF_PAGES);
        assert!(!picture.body.windows(7).any(|window| window == b"<script"));
        for name in ["..%2Fmarket.sqlite", "%2e%2e%2fmarket.sqlite", "market.sqlite", "a%00.webp", ".."] {
            assert_eq!(app.anonymous().raw(Request::get(&format!("/media/{name}"))).await.status, 404, "{name}");
        }
    }

    async fn a_change_comes_from_our_own_pages(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let by_cookie = coop.by_cookie();
        let foreign: [&[(&str, &str)]; 5] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example"), ("host", "market.example")],
            &[("origin", "null"), ("host", "market.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://market.example"), ("host", "market.example")],
        ];
        let mut tried = 0;
        for operation in app.market().operations.iter().filter(|operation| operation.method != Method::Get) {
            let path: Vec<&str> = operation
                .path
                .split('/')
                .map(|piece| if piece.starts_with('{') { "01930000-0000-7000-8000-000000000000" } else { piece })
                .collect();
            let target = format!("/api/v1{}", path.join("/"));
            for headers in foreign {
                // With a cookie, and without: a foreign page must not sign anybody in as somebody else either.
                for person in [&by_cookie, &app.anonymous()] {
                    let request = Request::new(operation.method.as_str(), &target).body("application/json", "{}");
                    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
                    let answer = person.raw(request).await;
                    assert_eq!(answer.problem().code, Code::CrossSite, "{} {headers:?}", operation.name);
                    tried += 1;
                }
            }
        }
        assert!(tried > 500, "{tried}");
        let form = Request::post("/sign-out").header("sec-fetch-site", "cross-site").body("application/x-www-form-urlencoded", "");
        assert_eq!(by_cookie.raw(form).await.status, 403);
        assert!(by_cookie.send(Call::<GetSession>::new(())).await.is_ok(), "nobody was signed out");

        // Our own pages, and programs, which send neither header.
        let own = |request: Request| request.body("application/json", "{}");
        let basket = || own(Request::post("/api/v1/lots"));
        for request in [
            basket().header("sec-fetch-site", "same-origin"),
            basket().header("origin", "https://market.example").header("host", "market.example"),
            basket(),
        ] {
            assert_eq!(by_cookie.raw(request).await.status, 422);
        }
        // A token is never sent by a browser of its own accord.
        assert_eq!(coop.raw(basket().header("sec-fetch-site", "cross-site")).await.status, 422);
    }

    async fn the_cookie_is_out_of_reach_for_scripts_and_foreign_pages(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let body = SessionCreate { login: coop.login(), password: coop.password() };
        let sign_in = || Call::<CreateSession>::new(()).body(&body);
        let cookie = |answer: &Answer| answer.header("set-cookie").to_owned();

        let local = cookie(&app.anonymous().raw_call(sign_in()).await);
        assert!(local.starts_with("ocop_session=") && local.contains("; Path=/; HttpOnly; SameSite=Lax;"), "{local}");
        assert!(!local.contains("Secure"), "browsers would not keep it on a plain address");

        let behind_tls = app.with(|settings| settings.public_url = Some("https://market.example".to_owned())).await;
        let answer = behind_tls.anonymous().raw_call(sign_in()).await;
        let secure = cookie(&answer);
        assert!(secure.starts_with("__Host-ocop_session=") && secure.contains("; Path=/; HttpOnly; Secure; SameSite=Lax;"), "{secure}");
        assert!(!secure.contains("Domain"));
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        // A cookie under the other name could have come over plain HTTP.
        let value = secure.split(['=', ';']).nth(1).unwrap();
        let with = async |name: &str| {
            let request = Request::get("/api/v1/sessions/current").header("cookie", &format!("{name}={value}"));
            behind_tls.anonymous().raw(request).await.status
        };
        assert_eq!((with("__Host-ocop_session").await, with("ocop_session").await), (200, 401));
    }

    async fn an_address_in_a_header_counts_from_trusted_proxies_alone(app: TestApp) {
        let behind = app
            .with(|settings| {
                settings.public_url = Some("https://market.example".to_owned());
                settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
            })
            .await;
        let seen = async |app: &TestApp, peer: &str| {
            let body = registration(app, OrganisationKind::Producer, "HTX Bảo Lâm");
            let request = Request::post("/api/v1/organisations")
                .json(&body)
                .header("x-forwarded-for", "192.0.2.1, 198.51.100.77")
                .from_address(peer);
            let answer = app.anonymous().raw(request).await;
            assert_eq!(answer.status, 201);
            let made: Organisation = answer.json();
            let trail = app.audit().await;
            let row = trail.iter().find(|row| row.subject_id == made.id.to_string());
            row.unwrap().address.clone().unwrap()
        };

        assert_eq!(seen(&behind, "10.1.2.3").await, "198.51.100.0");
        assert_eq!(seen(&behind, "203.0.113.9").await, "203.0.113.0");
        // Nobody is trusted behind no proxy.
        assert_eq!(seen(&app, "127.0.0.1").await, "127.0.0.0");
    }

    async fn guesses_at_once_are_as_many_as_guesses_in_turn(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let wrong = || SessionCreate { login: coop.login(), password: WRONG.to_owned() };
        let tries = (0..40).map(|_| {
            let (app, body) = (app.clone(), wrong());
            tokio::spawn(async move {
                app.anonymous().raw_call(Call::<CreateSession>::new(()).body(&body)).await.status
            })
        });
        let answers = futures_util::future::join_all(tries).await;
        let count = |status: u16| answers.iter().filter(|answer| matches!(answer, Ok(found) if *found == status)).count();

        assert_eq!((count(401), count(429)), (10, 30));
        // The right password waits too, and is welcome afterwards.
        let right = SessionCreate { login: coop.login(), password: coop.password() };
        let call = || Call::<CreateSession>::new(()).body(&right);
        assert_eq!(app.anonymous().raw_call(call()).await.status, 429);
        app.clock().advance_seconds(15 * 60);
        assert_eq!(app.anonymous().raw_call(call()).await.status, 201);
    }

    async fn guesses_from_one_address_are_slowed_whatever_login_they_try(app: TestApp) {
        let from = async |number: u32, address: &str| {
            let body = SessionCreate { login: format!("ai-do-{number}@example.com"), password: WRONG.to_owned() };
            let request = Request::post("/api/v1/sessions").json(&body).from_address(address);
            app.anonymous().raw(request).await.status
        };
        for number in 0..100 {
            assert_eq!(from(number, "203.0.113.7").await, 401);
        }

        // Neighbours share the count: whoever has one address of a network mostly has them all.
        assert_eq!(from(100, "203.0.113.200").await, 429);
        assert_eq!(from(100, "198.51.100.7").await, 401);
    }

    async fn signing_in_by_a_form_of_a_foreign_page_is_refused(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let fields = [("login", coop.login()), ("password", coop.password())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(post(&app.anonymous(), "/sign-in", &fields).await.status, 303);

        let form = Request::post("/sign-in").header("sec-fetch-site", "cross-site").body("application/x-www-form-urlencoded", "");

        assert_eq!(app.anonymous().raw(form).await.status, 403);
    }
}

/// Every test that docs/SECURITY.md calls upon is there: `module::name`, a whole `module::`, or a part of the server whose
/// own tests are meant.
#[test]
fn what_holds_each_promise_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let mut seen = 0;
    for named in page.split('`').skip(1).step_by(2) {
        let Some((module, test)) = named.split_once("::") else {
            continue;
        };
        let is_word = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if !is_word(module) || !is_word(test) {
            continue;
        }
        seen += 1;
        let of_tests = |file: String| std::fs::read_to_string(root.join("tests/api").join(file));
        let code = of_tests(format!("{module}.rs")).or_else(|_| of_tests(format!("{module}/mod.rs")));
        if let Ok(code) = code {
            assert!(
                test.is_empty() || code.contains(&format!("fn {test}")),
                "nobody tests {named}"
            );
        } else {
            let part = root.join("server/src").join(module).join(test);
            let module = root.join("server/src").join(module);
            let listen = root.join("server/src").join(test).with_extension("rs");
            let there = [part.with_extension("rs"), part, module.join("mod.rs"), listen];
            assert!(there.iter().any(|path| path.exists()), "{named} is nowhere");
        }
    }
    assert!(seen > 20, "{seen}");
}
