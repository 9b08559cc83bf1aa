//! What no crawl comes by: each state of an order, a listing, a product; what letters lead to; what refuses.

use serde_json::json;
use shared::{
    Call, Timestamp,
    account::{ConfirmSecondFactor, EnrolSecondFactor, PasswordProof, SecondFactorCode},
    identity::{OrganisationKind, Role},
};
use tests::{Person, Request, TestApp, browser::Browser};

/// A page to be looked at.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    /// What its pictures are called; none for where a link leads.
    pub(super) name: Option<String>,
    pub(super) path: String,
    /// What somebody does there before looking.
    pub(super) act: Option<Act>,
    /// Whether it is looked at on paper too.
    pub(super) print: bool,
    /// Whether something is refused there.
    pub(super) refuses: bool,
    /// Whether there is the same in English.
    pub(super) english: bool,
}

/// A script, and what is on the page once it has done its work.
#[derive(Clone, Debug)]
pub(super) struct Act(String, &'static str);

impl Act {
    pub(super) async fn play(&self, browser: &Browser) {
        browser.run(&self.0, vec![]).await;
        browser
            .until(self.1, async || {
                let script = "return !!document.querySelector(arguments[0])";
                (browser.run(script, vec![json!(self.1)]).await == true).then_some(())
            })
            .await;
    }
}

/// Sends the page's form without what the browser itself would ask for.
const SEND: &str =
    "const form = document.querySelector('main form'); form.noValidate = true; form.requestSubmit();";
const REFUSED: &str = "#problem";
const GO_OFFLINE: &str =
    "Object.defineProperty(navigator, 'onLine', { get: () => false }); dispatchEvent(new Event('offline'));";

impl Stop {
    pub(super) fn linked(path: &str) -> Self {
        Self {
            name: None,
            path: path.to_owned(),
            act: None,
            print: false,
            refuses: false,
            english: true,
        }
    }

    pub(super) fn at(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::linked(&path.into())
        }
    }

    fn after(mut self, script: impl Into<String>, until: &'static str) -> Self {
        self.act = Some(Act(script.into(), until));
        self
    }

    fn printed(mut self) -> Self {
        self.print = true;
        self
    }

    fn refused(mut self) -> Self {
        self.refuses = true;
        self
    }
}

/// What this account of the demonstration looks at beside what links lead it to.
pub(super) async fn states(app: &TestApp, account: &str, person: &Person) -> Vec<Stop> {
    match account {
        "" => visitor(app, person).await,
        "cooperative" => cooperative(person).await,
        "buyer" => buyer(person).await,
        "centre" => centre(person).await,
        "authority" => certificates(person).await,
        _ => Vec::new(),
    }
}

async fn visitor(app: &TestApp, person: &Person) -> Vec<Stop> {
    let product = |row: Option<String>| format!("/products/{}", row.expect("a product"));
    let five_stars = product(first(person, "/products?stars=5", "slug").await);
    let on_shelf = product(first(person, "/products?on_shelf=true", "slug").await);
    let manager = app.demo_member("cooperative").await;
    let token = manager.invite("nguoi-moi@example.com", Role::Staff).await;
    let with_app = with_second_factor(app, "HTX Đèo Khách").await;
    vec![
        Stop::at("product-on-shelf", on_shelf),
        Stop::at("product-five-stars", five_stars).printed(),
        Stop::at("nothing-found", "/products?q=khongcogi"),
        Stop::at("nothing-found-table", "/products?q=khongcogi&view=table"),
        Stop::at("not-found", "/khong-co-trang-nay").refused(),
        Stop::at("problem", "/problems/stock_insufficient"),
        Stop::at("signed-up-producer", "/sign-up/next?kind=producer"),
        Stop::at("signed-up-retailer", "/sign-up/next?kind=retailer"),
        Stop::at("reset-password", "/reset-password?token=mot-lan"),
        Stop::at("confirm-address", "/confirm-address/mot-lan"),
        Stop::at("confirm-email", "/confirm-email/mot-lan"),
        Stop::at("confirmed-email", "/confirm-email/mot-lan?done=confirmed"),
        Stop::at("invitation", format!("/invitations/{token}")),
        Stop::at("invitation-gone", "/invitations/het-han").refused(),
        Stop::at("sign-up-refused", "/sign-up")
            .after(SEND, REFUSED)
            .refused(),
        Stop::at("sign-in-refused", "/sign-in")
            .after(signing_in("ai-do@example.com", "sai"), REFUSED)
            .refused(),
        Stop::at("sign-in-code", "/sign-in").after(
            signing_in(&with_app.login(), &with_app.password()),
            "[name=step_token]",
        ),
        Stop::at("offline", "/").after(GO_OFFLINE, "#offline:not([hidden])"),
        Stop {
            english: false,
            ..Stop::at("docs", "/api/docs?q=chain")
        },
    ]
}

fn signing_in(login: &str, password: &str) -> String {
    format!(
        "for (const [name, value] of [['login', '{login}'], ['password', '{password}']]) document.getElementsByName(name)[0].value = value; {SEND}"
    )
}

async fn cooperative(person: &Person) -> Vec<Stop> {
    let shipped = first(person, "/orders?status=shipped", "id").await;
    let shipped = shipped.expect("an order on its way");
    let password = person.password();
    let members = format!("/organisations/{}/members", person.organisation_id());
    let colleague = all(person, &members, "user_id").await.pop().expect("a colleague");
    let mut stops = vec![
        Stop::at("recovery", format!("/desk/people/{colleague}/recovery")),
        Stop::at("delivery-note", format!("/desk/orders/{shipped}/delivery-note")).printed(),
        Stop::at("order-printed", format!("/desk/orders/{shipped}")).printed(),
        Stop::at("packing-printed", "/desk/orders/packing").printed(),
        Stop::at("product-refused", "/desk/products/new")
            .after(SEND, REFUSED)
            .refused(),
        Stop::at("not-allowed", "/desk/review").refused(),
        Stop::at("second-factor-begun", "/desk/account/second-factor").after(
            format!("document.getElementsByName('password')[0].value = '{password}'; {SEND}"),
            "[name=code]",
        ),
    ];
    stops.extend(orders(person).await);
    stops.extend(listings(person).await);
    stops.extend(papers(person).await);
    for status in ["draft", "in_review", "published", "returned"] {
        let list = format!("/products/managed?status={status}");
        if let Some(id) = first(person, &list, "id").await {
            stops.push(Stop::at(
                format!("product-{status}"),
                format!("/desk/products/{id}"),
            ));
            stops.push(Stop::at(
                format!("product-edit-{status}"),
                format!("/desk/products/{id}/edit"),
            ));
        }
    }
    for (number, id) in all(person, "/imports", "id").await.into_iter().enumerate() {
        stops.push(Stop::at(format!("import-{number}"), format!("/desk/import/{id}")));
    }
    stops
}

async fn buyer(person: &Person) -> Vec<Stop> {
    let product = first(person, "/products?in_stock=true", "slug").await;
    let product = product.expect("a product in stock");
    let mut stops = vec![
        Stop::at("product", format!("/products/{product}")),
        Stop::at("catalogue", "/products"),
        Stop::at("catalogue-table", "/products?view=table&in_stock=true"),
    ];
    let states = orders(person).await;
    let all_states = shared::orders::OrderStatus::ALL.len();
    assert_eq!(
        states.len(),
        all_states,
        "the demonstration lacks a state: {states:?}"
    );
    stops.extend(states);
    stops.extend(listings(person).await);
    if let Some(id) = first(person, "/purchases?awaiting=true", "id").await {
        stops.push(Stop::at("purchase-awaiting", format!("/desk/purchases/{id}")));
    }
    stops
}

async fn centre(person: &Person) -> Vec<Stop> {
    let states = ["pending", "verified", "rejected", "suspended", "closed"];
    let page = "/desk/organisations/{id}";
    let mut stops = in_each(person, "organisations", "status", &states, page).await;
    let product = first(person, "/products/managed?status=published", "id").await;
    let product = product.expect("a published product");
    stops.extend([
        Stop::at("report-printed", "/desk/reports/state").printed(),
        Stop::at("review-published", format!("/desk/review/{product}")),
        Stop::at("take-down", format!("/desk/review/{product}/take-down")),
    ]);
    stops.extend(papers(person).await);
    stops
}

async fn certificates(person: &Person) -> Vec<Stop> {
    let states = ["valid", "expiring", "lapsed", "revoked"];
    let page = "/desk/certificates/{id}";
    let mut stops = in_each(person, "certificates", "state", &states, page).await;
    stops.push(Stop::at("calendar-printed", "/desk/certificates/calendar").printed());
    stops
}

async fn orders(person: &Person) -> Vec<Stop> {
    let states: Vec<&str> = shared::orders::OrderStatus::ALL
        .iter()
        .map(|state| state.as_str())
        .collect();
    in_each(person, "orders", "status", &states, "/desk/orders/{id}").await
}

async fn listings(person: &Person) -> Vec<Stop> {
    let states = ["pitched", "accepted", "declined", "on_shelf", "delisted"];
    in_each(person, "listings", "status", &states, "/desk/listings/{id}").await
}

async fn papers(person: &Person) -> Vec<Stop> {
    let page = "/desk/papers/{id}";
    let mut stops = in_each(
        person,
        "papers",
        "status",
        &["pending", "verified", "refused"],
        page,
    )
    .await;
    stops.extend(in_each(person, "papers", "validity", &["expiring", "lapsed"], page).await);
    stops
}

/// One row of a list in each of these states, where there is one.
async fn in_each(person: &Person, list: &str, parameter: &str, states: &[&str], page: &str) -> Vec<Stop> {
    let mut stops = Vec::new();
    for state in states {
        if let Some(id) = first(person, &format!("/{list}?{parameter}={state}"), "id").await {
            stops.push(Stop::at(format!("{list}-{state}"), page.replace("{id}", &id)));
        }
    }
    stops
}

async fn first(person: &Person, list: &str, field: &str) -> Option<String> {
    all(person, list, field).await.into_iter().next()
}

/// A field of the rows of a list of the API.
async fn all(person: &Person, list: &str, field: &str) -> Vec<String> {
    let answer = person.raw(Request::get(&format!("/api/v1{list}"))).await;
    let answer: serde_json::Value = answer.json();
    let rows = answer["items"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter_map(|row| row[field].as_str().map(str::to_owned))
        .collect()
}

/// Somebody whom the market asks for a code when they sign in.
pub(super) async fn with_second_factor(app: &TestApp, name: &str) -> Person {
    let person = app.pending(OrganisationKind::Producer, name).await;
    let proof = PasswordProof {
        password: person.password(),
    };
    let setup = person
        .send(Call::<EnrolSecondFactor>::new(()).body(&proof))
        .await
        .expect("a key");
    let code = SecondFactorCode {
        code: code(&setup.key, app.clock().now()),
    };
    person
        .send(Call::<ConfirmSecondFactor>::new(()).body(&code))
        .await
        .expect("a second factor");
    person
}

/// What an authenticator app shows.
fn code(key: &str, at: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(key).expect("a key");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("an authenticator app");
    totp.generate(u64::try_from(at.0 / 1000).expect("a time after 1970"))
        .to_string()
}
