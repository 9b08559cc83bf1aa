//! The published contract: whole, sound, and the same on the wire as in the types.

use serde_json::Value;
use server::http::openapi::problems;
use shared::{
    Access, Call, Checks, ClientError, Code, Endpoint, FieldCode, Input, Lang, PathParams, RawResponse,
    Roles, account::*, catalogue::*, certification::*, client, curation::*, endpoint::BodyKind, identity::*,
    listings::*, orders::*, papers::*, producers::*, stock::*,
};
use std::collections::{BTreeMap, BTreeSet};
use tests::*;

/// Every operation that was declared, by slice.
const DECLARED: &[(&str, &[&str])] = &[
    ("account", shared::account::NAMES),
    ("identity", shared::identity::NAMES),
    ("identity", shared::identity::PEOPLE_NAMES),
    ("producers", shared::producers::NAMES),
    ("catalogue", shared::catalogue::NAMES),
    ("papers", shared::papers::NAMES),
    ("certification", shared::certification::NAMES),
    ("stock", shared::stock::NAMES),
    ("orders", shared::orders::NAMES),
    ("listings", shared::listings::NAMES),
    ("curation", shared::curation::NAMES),
    ("discovery", shared::discovery::NAMES),
    ("reports", shared::reports::NAMES),
    ("exchange", shared::exchange::NAMES),
];

/// Path, method and description of every operation in the document.
fn operations() -> Vec<(&'static str, &'static str, &'static Value)> {
    let paths = contract().document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods
                .iter()
                .map(|(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .collect()
}

#[test]
fn every_slice_that_declares_operations_is_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/src");
    let declaring: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && std::fs::read_to_string(path).unwrap().contains("\nendpoints! {"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let known: BTreeSet<String> = DECLARED.iter().map(|(slice, _)| (*slice).to_owned()).collect();
    assert_eq!(declaring, known, "DECLARED in this file must name each of them");
}

#[test]
fn every_declared_operation_is_in_the_document() {
    let published: BTreeSet<&str> = operations()
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(
        published.len(),
        operations().len(),
        "two operations share an operationId"
    );
    for (slice, names) in DECLARED {
        let missing: Vec<&&str> = names.iter().filter(|name| !published.contains(*name)).collect();
        assert!(
            missing.is_empty(),
            "{slice} declares {missing:?}, but nobody mounts them"
        );
    }
}

#[test]
fn every_reference_resolves_and_every_schema_is_one() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = &contract().document;
    let mut found = BTreeSet::new();
    references(document, &mut found);
    for reference in &found {
        let pointer = reference
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{reference} leaves the document"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(
            !name.contains(['<', ':', '(']),
            "{name} is a Rust type, not a name"
        );
        contract().validator(schema);
    }
}

#[test]
fn every_operation_says_what_it_takes_and_what_it_answers() {
    for (path, method, operation) in operations() {
        let told = format!("{method} {path}");
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|text| text.ends_with('.')),
            "{told}: a sentence"
        );
        let declared: Vec<&str> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let in_path: Vec<&str> = path
            .split('/')
            .filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        assert_eq!(declared, in_path, "{told}: the names in the path");
        let responses = operation["responses"].as_object().unwrap();
        let successes = responses.keys().filter(|status| status.starts_with('2')).count();
        assert_eq!(successes, 1, "{told}: one kind of success");
        assert!(operation["security"].is_array(), "{told}: who may call");
    }
}

#[test]
fn every_operation_names_its_problems_under_their_status() {
    let (_, mounted) = server::build::operations();
    for operation in &mounted {
        let path = format!("/api/v1{}", operation.path);
        let described = &contract().document["paths"][&path][operation.method.as_str().to_ascii_lowercase()];
        for code in problems(operation) {
            let example = &described["responses"][code.status().to_string()]["content"]["application/problem+json"]
                ["examples"][code.as_str()]["value"];
            assert_eq!(
                example["code"],
                code.as_str(),
                "{} does not show {code}",
                operation.name
            );
        }
        for code in operation.problems {
            assert!(
                problems(operation).contains(code),
                "{} declares {code} in vain",
                operation.name
            );
        }
    }
}

/// The example of an operation's body: it is what the operation takes.
fn example_of<E: Endpoint>() -> &'static str {
    assert_eq!(E::BODY, BodyKind::Json, "{}", E::NAME);
    let published = operations()
        .into_iter()
        .find(|(_, _, operation)| operation["operationId"] == E::NAME);
    let Some((_, _, operation)) = published else {
        panic!("{} is declared, but not published", E::NAME);
    };
    let media = &operation["requestBody"]["content"]["application/json"];
    let schema = contract().validator(&media["schema"]);
    if let Err(error) = schema.validate(&media["example"]) {
        panic!("the example of {} does not fit its own schema: {error}", E::NAME);
    }
    let body: E::Body = serde_json::from_value(media["example"].clone()).unwrap();
    let mut checks = Checks::new(Lang::En);
    body.check(&mut checks);
    let problems = checks.into_problems();
    assert!(
        problems.is_empty(),
        "the example of {} is refused: {problems:?}",
        E::NAME
    );
    let call = Call::<E>::new(E::Path::example()).body(&body).into_request();
    assert!(
        contract().operation(call.method.as_str(), &call.target).is_some(),
        "{}",
        call.target
    );
    E::NAME
}

macro_rules! examples_of {
    ($($endpoint:ty),+ $(,)?) => { BTreeSet::from([$(example_of::<$endpoint>()),+]) };
}

#[test]
fn every_example_is_taken() {
    let seen = examples_of![
        CreateSession,
        RefreshSession,
        RegisterOrganisation,
        RejectOrganisation,
        FinishSession,
        UpdateAccount,
        ChangePassword,
        RequestPasswordReset,
        ResetPassword,
        EnrolSecondFactor,
        ConfirmSecondFactor,
        RenewRecoveryCodes,
        DisableSecondFactor,
        UpdateOrganisation,
        SuspendOrganisation,
        SwitchOrganisation,
        UpdateMember,
        CreateInvitation,
        AcceptInvitation,
        UpdateProducer,
        CreateProduct,
        UpdateProduct,
        ArrangeProductImages,
        ReturnProduct,
        CreatePack,
        TakeDownProduct,
        UpdatePack,
        CreateCertificate,
        CreateLot,
        AdjustLot,
        PutBasketLine,
        PutBasketLines,
        AddBasketLines,
        ResolveCodes,
        PutBuyingRules,
        PlacePurchase,
        RefusePurchase,
        DeclineOrder,
        CancelOrder,
        ShipOrder,
        ReceiveOrder,
        CorrectReceipt,
        CreateChain,
        CreateStore,
        PitchListing,
        AnswerListing,
        ShelveListing,
        ConfirmListing,
        ConfirmShelves,
        TakeBackShelves,
        DelistListing,
        PutFeature,
        AddPaper,
        UpdatePaper,
        RefusePaper,
        CaptionProducerPhoto,
        PutBankAccount,
        PutCollection,
        CorrectCertificate,
        RevokeCertificate,
        ChangeEmail,
        ChangePhone,
        CloseOrganisation,
        CloseAccount,
        CreateRecoveryLink,
        UpdateChain,
        UpdateStore,
    ];
    for (_, _, operation) in operations() {
        if !operation["requestBody"]["content"]["application/json"].is_null() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(seen.contains(name), "{name} takes a body: add it to this test");
        }
    }
}

#[test]
fn the_contract_states_the_rules_that_the_types_check() {
    let schema = &contract().document["components"]["schemas"];
    let register = &schema["OrganisationRegister"]["properties"];
    assert_eq!(register["name"]["minLength"], 3);
    assert_eq!(register["password"]["maxLength"], 200);
    assert_eq!(
        register["tax_code"]["pattern"],
        "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"
    );
    assert_eq!(schema["ContactInput"]["properties"]["email"]["maxLength"], 254);
    assert_eq!(
        schema["OrganisationKind"]["enum"].as_array().unwrap().len(),
        OrganisationKind::ALL.len()
    );
}

#[tokio::test]
async fn every_code_reaches_the_client_in_both_languages() {
    use http_body_util::BodyExt;
    for code in Code::ALL {
        let mut titles = BTreeMap::new();
        for lang in Lang::ALL {
            let response = server::http::Error::refuse(*code)
                .detail("what is special")
                .with_field("lines[0].quantity", FieldCode::TooLarge, Some(1_000))
                .into_response(*lang, "the-request", "/api/v1/orders");
            assert_eq!(response.headers()["content-type"], "application/problem+json");
            assert_eq!(response.headers()["content-language"], lang.as_str());
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            let read = client::read::<GetSession>(RawResponse {
                status,
                etag: None,
                body,
            });
            let Err(ClientError::Problem(problem)) = read else {
                panic!("{code} was read as {read:?}");
            };
            assert_eq!(
                (problem.code, problem.status, status),
                (*code, code.status(), code.status())
            );
            assert_eq!(problem.kind, format!("/problems/{code}"));
            assert_eq!(problem.request_id, "the-request");
            assert_eq!(problem.instance.as_deref(), Some("/api/v1/orders"));
            assert_eq!(
                problem.fields[0].message,
                FieldCode::TooLarge.message(*lang, Some(1_000))
            );
            titles.insert(*lang, problem.title);
        }
        assert!(
            titles.values().all(|title| title.ends_with('.')),
            "{titles:?}: sentences"
        );
        assert_ne!(titles[&Lang::Vi], titles[&Lang::En], "{code}");
    }
}

#[test]
fn every_field_code_has_a_sentence_in_both_languages() {
    for code in FieldCode::ALL {
        let messages = [Lang::Vi, Lang::En].map(|lang| code.message(lang, Some(7)));
        assert!(
            messages
                .iter()
                .all(|text| !text.contains('{') && text.ends_with('.') || text.ends_with('₫')),
            "{messages:?}"
        );
        assert_ne!(messages[0], messages[1], "{code}");
    }
}

on_both_databases! {
    async fn the_document_and_its_readable_page_are_served_without_foreign_hosts(app: TestApp) {
        let visitor = app.anonymous();

        let document = visitor.raw(Request::get("/api/openapi.json")).await;
        assert_eq!((document.status, document.header("content-type")), (200, "application/json"));
        assert_eq!(document.json::<Value>(), contract().document);

        let page = visitor.raw(Request::get("/api/docs")).await;
        assert_eq!(page.status, 200);
        for (_, _, operation) in operations() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.text().contains(&format!("id=\"{id}\"")), "{id} is not on the page");
        }
        assert!(!page.text().contains("src=\"http") && !page.text().contains("href=\"http"), "foreign hosts");
        assert!(!page.text().contains("<script"));
    }
}

#[test]
fn every_operation_for_members_names_the_roles_that_may_call() {
    let (_, declared) = server::build::operations();
    for operation in &declared {
        let (Access::Kinds(kinds), Roles::Only(roles)) = (operation.access, operation.roles) else {
            continue;
        };
        for role in roles {
            assert!(
                role.kind().is_some_and(|kind| kinds.contains(&kind)),
                "{}: nobody of {kinds:?} is {role}",
                operation.name
            );
        }
    }
    for (path, method, operation) in operations() {
        let (roles, public) = (
            operation.get("x-roles"),
            operation["security"].as_array().unwrap().is_empty(),
        );
        assert_eq!(roles.is_none(), public, "{method} {path}");
        if let Some(roles) = roles {
            assert_eq!(roles[0], "manager", "{method} {path}: managers may do everything");
        }
    }
}

#[test]
fn every_link_leads_from_an_answer_to_an_operation_that_takes_what_it_tells() {
    let takers: BTreeMap<&str, &Value> = operations()
        .into_iter()
        .map(|(_, _, operation)| (operation["operationId"].as_str().unwrap(), operation))
        .collect();
    let mut followed = BTreeSet::new();
    for (path, method, operation) in operations() {
        let Some(answers) = operation["responses"].as_object() else {
            panic!("{method} {path} answers nothing");
        };
        for answer in answers.values() {
            for (name, link) in answer["links"].as_object().into_iter().flatten() {
                let taker = takers[link["operationId"].as_str().unwrap()];
                for (parameter, told) in link["parameters"].as_object().unwrap() {
                    let parameters = taker["parameters"].as_array().unwrap();
                    let is_it = |one: &&Value| one["name"] == parameter.as_str() && one["in"] == "path";
                    assert!(
                        parameters.iter().any(|one| is_it(&one)),
                        "{name} takes no {parameter}"
                    );
                    let place = told.as_str().unwrap().strip_prefix("$response.body#").unwrap();
                    let example = &answer["content"]["application/json"]["example"];
                    let is_empty = example["items"].as_array().is_some_and(Vec::is_empty);
                    let value = example.pointer(place);
                    assert!(
                        is_empty || value.is_some_and(Value::is_string),
                        "{method} {path} tells no {place} for {name}: {example}"
                    );
                }
                followed.insert(name.as_str());
            }
        }
    }
    for (path, _, operation) in operations() {
        let name = operation["operationId"].as_str().unwrap();
        let takes_one_id =
            path.matches('{').count() == 1 && (path.contains("{id}") || path.contains("{slug}"));
        assert!(
            !takes_one_id || followed.contains(name),
            "no answer leads to {name}, {path}"
        );
    }
}
