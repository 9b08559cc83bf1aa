//! Whatever strangers send, nothing panics and nothing is our fault: every answer below is held against the contract by
//! the harness, which knows no 500 that a request may cause.

use crate::exports::export;
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use server::http::paging;
use shared::{
    Call, Lang, Method, codes,
    exchange::{GetImport, Import, ImportStatus},
    identity::OrganisationKind,
    login, text,
};
use std::fmt::Write as _;
use std::sync::OnceLock;
use tests::*;

/// Requests of each behaviour.
const CASES: u32 = 300;

/// Sends what a strategy makes, as these people in turn; no answer may be our fault.
async fn survives<T: std::fmt::Debug>(
    people: &[Person],
    strategy: impl Strategy<Value = T>,
    request: impl Fn(T) -> Request,
) {
    let mut runner = TestRunner::deterministic();
    for number in 0..CASES {
        let tree = strategy.new_tree(&mut runner).expect("a value");
        let request = request(tree.current());
        let person = &people[usize::try_from(number).unwrap() % people.len()];
        let told = format!("{request:?}");
        let answer = person.raw(request).await;
        assert!(
            answer.status < 500,
            "{told} → {}: {}",
            answer.status,
            answer.text()
        );
    }
}

/// A visitor, and somebody of each kind.
async fn everybody(app: &TestApp) -> Vec<Person> {
    let coop = app.cooperative("HTX Bảo Lâm").await;
    app.product(&coop)
        .name("Hồng sấy")
        .stars(4)
        .stock(9)
        .published()
        .create()
        .await;
    let shop = app.retailer("Siêu thị Xứ Lạng").await;
    vec![app.anonymous(), coop, shop, app.centre(), app.authority()]
}

/// Every list and report that takes parameters, with their names.
fn readers() -> Vec<(String, Vec<String>)> {
    let paths = contract().document["paths"].as_object().unwrap();
    let readers = paths.iter().filter_map(|(path, methods)| {
        let names = methods.get("get")?["parameters"].as_array()?.iter();
        let names: Vec<String> = names
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect();
        (!names.is_empty() && !path.contains('{')).then(|| (path.clone(), names))
    });
    readers.collect()
}

fn encoded(text: &[u8]) -> String {
    text.iter().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

/// Any text, and what parsers stumble over.
fn words() -> impl Strategy<Value = Vec<u8>> {
    let tricky = prop::sample::select(vec![
        "\0",
        "%",
        "_",
        "'",
        "\"",
        "\\",
        "đ Đ",
        "ﬀ",
        "\u{202e}x",
        "*",
        "AND OR NOT (",
        "\"",
        "a:b",
        "~",
        "^2",
        "[a TO b]",
        "9223372036854775808",
        "-1",
        "1e400",
        "NaN",
        "2026-02-30",
        "0000-00-00",
        "99999999",
        "𝕳𝖔̂̀𝖓𝖌",
    ]);
    prop_oneof![
        tricky.prop_map(|text| text.as_bytes().to_vec()),
        "\\PC{0,40}".prop_map(String::into_bytes),
        ".{0,160}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40),
    ]
}

on_both_databases! {
    async fn no_parameter_is_too_strange(app: TestApp) {
        let readers = readers();
        assert!(readers.len() > 20, "{readers:?}");
        let one = (0..readers.len(), vec((any::<prop::sample::Index>(), words()), 1..4));
        survives(&everybody(&app).await, one, |(which, values)| {
            let (path, names) = &readers[which];
            let query: Vec<String> = values
                .iter()
                .map(|(index, value)| format!("{}={}", names[index.index(names.len())], encoded(value)))
                .collect();
            Request::get(&format!("{path}?{}", query.join("&")))
        })
        .await;
    }

    async fn no_cursor_is_too_strange(app: TestApp) {
        let readers: Vec<String> = readers()
            .into_iter()
            .filter_map(|(path, names)| names.contains(&"cursor".to_owned()).then_some(path))
            .collect();
        let inside = prop_oneof![
            words(),
            "[0-9a-f-]{36}".prop_map(String::into_bytes),
            "[a-z_]{1,9} [0-9]{1,20}".prop_map(String::into_bytes),
            "[0-9-]{10} [0-9a-f-]{36}".prop_map(String::into_bytes),
        ];
        let one = (0..readers.len(), any::<bool>(), inside);
        survives(&everybody(&app).await, one, |(which, opaque, inside)| {
            let cursor = match String::from_utf8(inside) {
                Ok(text) if opaque => paging::encode(&text),
                Ok(text) => encoded(text.as_bytes()),
                Err(error) => encoded(error.as_bytes()),
            };
            Request::get(&format!("{}?cursor={cursor}", readers[which]))
        })
        .await;
    }

    async fn no_header_is_too_strange(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let producer = format!("/api/v1/producers/{}", coop.organisation_id());
        let name = prop::sample::select(vec![
            "accept-language", "if-none-match", "if-match", "idempotency-key", "cookie", "authorization",
            "x-forwarded-for", "origin", "sec-fetch-site", "content-type", "user-agent", "range",
        ]);
        let value = prop_oneof![
            "[ -~]{0,60}",
            "(W/)?\"[0-9]{0,22}(\\.[0-9a-f]{0,20})?\"(, ?(W/)?\"[ -~]{0,9}\"){0,3}",
            "([a-z]{1,8}(-[A-Z]{2})?(;q=[0-9.]{0,6})?,? ?){0,6}",
            "(ocop_session=[ -~]{0,20}; ?){0,3}",
            "bearer +[ -~]{0,30}",
        ];
        let one = (0..4_usize, vec((name, value), 1..4));
        survives(&[app.anonymous(), coop], one, |(which, headers)| {
            let request = match which {
                0 => Request::get("/api/v1/products?facets=true"),
                1 => Request::get("/"),
                2 => Request::new("PATCH", &producer).body("application/json", "{}"),
                _ => Request::post("/api/v1/lots").body("application/json", "{}"),
            };
            headers.iter().fold(request, |request, (name, value)| request.header(name, value.trim()))
        })
        .await;
    }

    async fn no_body_is_too_strange(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let json = prop_oneof![
            vec(any::<u8>(), 0..60),
            "\\PC{0,60}".prop_map(String::into_bytes),
            "(\\{\"[a-z_]{1,12}\":)?(\\[|\\{|\"\\\\u0000\"|1e999|-0|1\\.0|null|true|[0-9]{1,40}|\\}|\\]|,){0,20}".prop_map(String::into_bytes),
            Just("[".repeat(5_000).into_bytes()),
        ];
        let targets: Vec<(Method, &str)> = app
            .market()
            .operations
            .iter()
            .filter(|operation| operation.body == shared::endpoint::BodyKind::Json && !operation.path.contains('{'))
            .map(|operation| (operation.method, operation.path))
            .collect();
        let one = (0..targets.len(), json);
        survives(&[app.anonymous(), coop], one, |(which, body)| {
            let (method, path) = targets[which];
            Request::new(method.as_str(), &format!("/api/v1{path}"))
                .header("idempotency-key", "strange")
                .header("if-match", "*")
                .body("application/json", body)
        })
        .await;
    }

    async fn no_upload_is_too_strange(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let photos = format!("/api/v1/producers/{}/photos", coop.organisation_id());
        let part = (
            "(file|x|)",
            "(; filename=\"[ -~&&[^\"\r\n]]{0,30}\"|; filename\\*=UTF-8''%00%FF[a-z%]{0,9}|)",
            prop_oneof![
                vec(any::<u8>(), 0..300),
                "(Mã quy cách[,;\t]){0,3}[\\PC\n]{0,80}".prop_map(String::into_bytes),
                vec(any::<u8>(), 0..60).prop_map(|bytes| [&b"PK\x03\x04"[..], &bytes].concat()),
                vec(any::<u8>(), 0..60).prop_map(|bytes| [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &bytes].concat()),
                vec(any::<u8>(), 0..60).prop_map(|bytes| [&b"RIFF\xff\xff\xff\xffWEBPVP8X"[..], &bytes].concat()),
            ],
        );
        let one = (0..3_usize, vec(part, 0..3), "(\r\n)?(--x)?(--)?[ -~]{0,5}");
        survives(&[coop], one, |(which, parts, end)| {
            let mut body = Vec::new();
            for (name, file, bytes) in parts {
                let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(&bytes);
                body.extend_from_slice(b"\r\n");
            }
            body.extend_from_slice(b"--x--");
            body.extend_from_slice(end.as_bytes());
            let target = match which {
                0 => "/api/v1/imports?kind=packs",
                1 => "/api/v1/imports?kind=products",
                _ => &photos,
            };
            Request::post(target).body("multipart/form-data; boundary=x", body)
        })
        .await;
    }

    async fn no_cell_of_a_table_is_too_strange(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).name("Hồng sấy").stock(9).published().create().await;
        let cell = || prop_oneof![
            Just(String::new()),
            "[0-9]{1,20}([.,][0-9]{1,3})?",
            "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
            "[=+@-]?\\PC{0,20}",
            "(kg|g|ml|l|piece|KCT|0%|5%|8%|10%|có|không|x)",
        ];
        let mut runner = TestRunner::deterministic();
        let mut judged = 0;
        for kind in ["products", "packs", "lots"] {
            // As the market itself writes such a table, with some of its cells put in the place of others.
            let table = String::from_utf8(export(&coop, &format!("{kind}?format=csv")).await).expect("UTF-8");
            let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
            for _ in 0..60 {
                let cells = vec((0..rows[1].len(), cell()), 1..6).new_tree(&mut runner).expect("cells").current();
                let mut row: Vec<String> = rows[1].iter().map(|cell| (*cell).to_owned()).collect();
                for (at, cell) in cells {
                    row[at] = format!("\"{}\"", cell.replace('"', "\"\""));
                }
                let file = format!("{}\n{}\n", rows[0].join(","), row.join(","));
                let body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--x--");
                let target = format!("/api/v1/imports?kind={kind}&dry_run=false");
                let sent = coop.raw(Request::post(&target).body("multipart/form-data; boundary=x", body.into_bytes())).await;
                assert!(sent.status < 500, "{file} → {}: {}", sent.status, sent.text());
                if sent.status != 201 {
                    continue;
                }
                app.run_jobs().await;
                app.run_jobs().await;
                let import: Import = sent.json();
                let ended = coop.send(Call::<GetImport>::new((import.id,))).await.expect("an import");
                let waits = matches!(ended.status, ImportStatus::Checking | ImportStatus::Applying | ImportStatus::Failed);
                assert!(!waits, "{file} → {ended:?}");
                judged += 1;
            }
        }
        assert!(judged > 90, "only {judged} of 180 tables were read at all");
        assert_eq!(app.findings().await, [""; 0]);
    }
}

#[test]
fn a_cursor_leads_to_the_next_page_and_nowhere_else() {
    let mut runner = TestRunner::new(Config::default());
    let strategy = "\\PC{0,60}";
    runner
        .run(&strategy, |text| {
            let cursor = paging::encode(&text);
            prop_assert!(
                cursor
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            );
            let read: Option<String> = paging::decode(Some(&cursor)).unwrap();
            prop_assert_eq!(read, Some(text));
            Ok(())
        })
        .unwrap();
}

proptest! {
    #[test]
    fn no_number_is_too_strange(text in "\\PC{0,30}", digits in "[0-9]{0,20}(-[0-9]{0,4})?") {
        for text in [text, digits] {
            for check in [codes::check_gtin, codes::check_gln, codes::check_ggn, codes::check_tax_code] {
                let _ = check(&text);
            }
            let _ = (codes::is_growing_area_code(&text), login::phone(&text), text::slug(&text), text::folded(&text));
        }
    }

    #[test]
    fn one_wrong_digit_in_a_gtin_is_noticed(digits in "[013-9][0-9]{11}", at in 0_usize..13, by in 1_u8..10) {
        let whole = (0..10).map(|last| format!("{digits}{last}")).find(|code| codes::check_gtin(code).is_ok());
        let whole = whole.expect("one last digit fits");
        let mut wrong = whole.into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
        prop_assert!(codes::check_gtin(&String::from_utf8(wrong).unwrap()).is_err());
    }

    #[test]
    fn one_wrong_digit_in_a_tax_code_is_noticed(number in 0_u32..90_000, at in 0_usize..10, by in 1_u8..10) {
        let mut wrong = tax_code(number).into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
        prop_assert!(codes::check_tax_code(&String::from_utf8(wrong).unwrap()).is_err());
    }

    #[test]
    fn a_phone_number_is_the_same_however_it_is_written(rest in "[35789][0-9]{8}", gaps in vec(0_usize..9, 0..4)) {
        let plain = login::normal(&format!("0{rest}"));
        let mut written = rest;
        for gap in gaps {
            written.insert(gap, ' ');
        }
        prop_assert_eq!(login::normal(&format!("+84 {written}")), plain.clone());
        prop_assert_eq!(login::normal(&format!("0{written}")), plain);
    }

    #[test]
    fn whatever_languages_are_asked_for_one_is_spoken(header in "[ -~]{0,80}") {
        let lang = Lang::from_accept_language(&header);
        prop_assert_eq!(Lang::from_accept_language(lang.as_str()), lang);
    }
}

/// What the contract says of a text is what the server asks of it: no more, no less.
#[test]
fn the_published_pattern_of_a_text_is_the_rule() {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = &contract().document["components"]["schemas"]["OrganisationRegister"]["properties"]["name"];
    let validator = VALIDATOR.get_or_init(|| jsonschema::validator_for(schema).expect("a schema"));
    let strategy = prop_oneof![
        ".{0,8}",
        "\\PC{0,5}",
        "[ \t\na-b\u{1}\u{85}\u{a0}]{0,6}",
        ".{199,202}"
    ];
    let always_the_same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config::with_cases(2_000), always_the_same)
        .run(&strategy, |name| {
            let body = shared::identity::OrganisationRegister {
                kind: OrganisationKind::Producer,
                name: name.clone(),
                ..shared::Input::example()
            };
            let mut checks = shared::Checks::new(Lang::En);
            shared::Input::check(&body, &mut checks);
            let refused = checks
                .into_problems()
                .iter()
                .any(|problem| problem.field == "name");
            prop_assert_eq!(
                validator.is_valid(&serde_json::json!(name)),
                !refused,
                "{:?}",
                name
            );
            Ok(())
        })
        .unwrap();
}

on_both_databases! {
    async fn a_whole_number_may_be_written_with_a_fraction_of_nothing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shop = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).stars(4).stock(9).published().create().await;
        let put = async |body: &'static str| {
            let target = format!("/api/v1/basket/lines/{}", goods.pack_id());
            shop.raw(Request::new("PUT", &target).body("application/json", body)).await.status
        };

        assert_eq!(put(r#"{"quantity": 2.0}"#).await, 200);
        assert_eq!(put(r#"{"quantity": 2.5}"#).await, 422);
    }
}
