//! People whom the operator adds: the centre and the authorities cannot sign up by themselves.

use crate::{
    app::App,
    auth,
    db::{Author, Tx},
    http::Error,
    identity::{NewOrganisation, Person, Seat, add_organisation},
    province::province,
};
use anyhow::{Context, anyhow, ensure};
use shared::{
    Lang,
    identity::{Contact, OrganisationKind, OrganisationStatus, ProducerKind, Role},
};

/// Adds a verified organisation with its first person. Nobody consented to anything: the operator did this.
pub async fn add_manager(
    app: &App,
    kind: OrganisationKind,
    organisation: &str,
    login: &str,
    password: String,
) -> anyhow::Result<()> {
    ensure!(
        (10..=200).contains(&password.chars().count()),
        "a password has 10 to 200 characters"
    );
    let commune = province()
        .communes
        .first()
        .context("the province has no communes")?;
    let new = NewOrganisation {
        kind,
        producer_kind: (kind == OrganisationKind::Producer).then_some(ProducerKind::Cooperative),
        name: organisation.trim().to_owned(),
        // Unknown here, and no two organisations may share one.
        tax_code: format!("none-{login}"),
        seat: Seat::Commune(commune.code.clone()),
        contact: Contact {
            name: organisation.trim().to_owned(),
            phone: String::new(),
            email: login.to_owned(),
        },
        public_contact: None,
        status: OrganisationStatus::Verified,
    };
    let own = vec![login.to_owned(), organisation.to_owned()];
    let person = Person {
        name: organisation.trim().to_owned(),
        login: login.to_owned(),
        password_hash: auth::password::choose(password, own).await.map_err(told)?,
        role: Role::Manager,
    };
    let tx = Tx::begin(app, Author::market("user"), None).await.map_err(told)?;
    let row = add_organisation(&tx, new, person, false).await.map_err(told)?;
    tx.commit("organisation", row.id).await.map_err(told)
}

/// For who sits at the command line.
fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(draft) => {
            anyhow!("{}", draft.code.title(Lang::En)).context(format!("the market refused: {draft:?}"))
        }
        Error::Internal(cause) => cause,
        Error::Replay(_) => anyhow!("this was done before"),
    }
}
